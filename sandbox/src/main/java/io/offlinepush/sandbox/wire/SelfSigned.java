package io.offlinepush.sandbox.wire;

import io.offlinepush.sandbox.rules.Pem;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;

/**
 * A certificate that signed itself, for {@code localhost}, {@code 127.0.0.1} and {@code ::1}, with a P-256 key made for
 * this sandbox. Written with the public API of the JDK only, which cannot make certificates: hence {@link Der}.
 */
public record SelfSigned(PrivateKey key, X509Certificate certificate) {
    private static final byte[] ECDSA_WITH_SHA256 = Der.sequence(Der.oid("1.2.840.10045.4.3.2"));
    private static final byte[] LOOPBACK_4 = {127, 0, 0, 1};
    private static final byte[] LOOPBACK_6 = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

    public static SelfSigned create(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            KeyPair keys = generator.generateKeyPair();
            byte[] toSign = toBeSigned(keys.getPublic().getEncoded(), new BigInteger(63, random));
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(keys.getPrivate(), random);
            signature.update(toSign);
            byte[] der = Der.sequence(toSign, ECDSA_WITH_SHA256, Der.bits(signature.sign()));
            return new SelfSigned(keys.getPrivate(), (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has P-256, ECDSA and X.509", e);
        }
    }

    public String pem() {
        try {
            return Pem.encode("CERTIFICATE", certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a parsed certificate has its encoding", e);
        }
    }

    /** TBSCertificate of RFC 5280. Valid for long: the key dies with the process anyway. */
    private static byte[] toBeSigned(byte[] publicKey, BigInteger serial) {
        byte[] name = Der.sequence(Der.set(Der.sequence(Der.oid("2.5.4.3"), Der.utf8("push-kit-sandbox"))));
        byte[] names = Der.sequence(
                Der.tagged(0x82, "localhost".getBytes(StandardCharsets.US_ASCII)),
                Der.tagged(0x87, LOOPBACK_4),
                Der.tagged(0x87, LOOPBACK_6));
        byte[] subjectAltName = Der.sequence(Der.oid("2.5.29.17"), Der.octets(names));
        return Der.sequence(
                Der.tagged(0xa0, Der.integer(BigInteger.TWO)), // version 3
                Der.integer(serial.add(BigInteger.ONE)),
                ECDSA_WITH_SHA256,
                name,
                Der.sequence(Der.utcTime("200101000000Z"), Der.utcTime("491231235959Z")),
                name,
                publicKey,
                Der.tagged(0xa3, Der.sequence(subjectAltName)));
    }

    @Override
    public String toString() {
        return "SelfSigned[serial=" + certificate.getSerialNumber() + "]";
    }
}
