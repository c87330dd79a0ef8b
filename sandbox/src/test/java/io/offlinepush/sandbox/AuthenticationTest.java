package io.offlinepush.sandbox;

import static io.offlinepush.sandbox.TestSender.alert;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.sandbox.TestSender.Result;
import java.net.http.HttpClient.Version;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticationTest {
    private SandboxFixture fixture;
    private TestJwt jwt;

    @BeforeEach
    void start() throws Exception {
        fixture = new SandboxFixture();
        jwt = fixture.jwt();
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private Result send(String bearer) throws Exception {
        return new TestSender(fixture.sandbox, Version.HTTP_2, bearer)
                .send(alert(fixture.sandbox.phone("alice").getToken()));
    }

    private void assertRefused(String code, int status, String why) throws Exception {
        assertRefused(send(jwt.sign()), code, status, why);
    }

    private void assertRefused(Result result, String code, int status, String why) {
        assertThat(result.code()).isEqualTo(code);
        assertThat(result.status()).isEqualTo(status);
        assertThat(result.msg()).contains(why);
        assertThat(fixture.sandbox.phone("alice").tray()).isEmpty();
        assertThat(fixture.sandbox.requests()).last().matches(seen -> !seen.jwtVerified());
    }

    @Test
    void aGoodBearerIsAcceptedAndAgainFromMemory() throws Exception {
        String bearer = jwt.sign();
        assertThat(send(bearer).code()).isEqualTo("80000000");
        assertThat(send(bearer).code()).isEqualTo("80000000");
        assertThat(fixture.sandbox.requests()).allMatch(SeenRequest::jwtVerified);
    }

    @Test
    void anotherKeysSignatureIsRefused() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        jwt.key = generator.generateKeyPair().getPrivate();
        assertRefused("80200001", 401, "signature");
    }

    @Test
    void claimsChangedAfterSigningAreRefused() throws Exception {
        String[] good = jwt.sign().split("\\.", -1);
        jwt.claims.put("exp", fixture.clock.instant().getEpochSecond() + 7200);
        String[] other = jwt.sign().split("\\.", -1);
        assertRefused(send(good[0] + "." + other[1] + "." + good[2]), "80200001", 401, "signature");
    }

    @Test
    void rs256IsRefusedUnderEitherName() throws Exception {
        assertRefused(send(jwt.sign(Signature.getInstance("SHA256withRSA"))), "80200001", 401, "signature");
        jwt.header.put("alg", "RS256");
        assertRefused(send(jwt.sign(Signature.getInstance("SHA256withRSA"))), "80200001", 401, "alg");
    }

    @ParameterizedTest
    @CsvSource({"kid, another", "kid, ''", "typ, jwt", "alg, none", "alg, PS512"})
    void aWrongHeaderIsRefused(String member, String value) throws Exception {
        jwt.header.put(member, value);
        assertRefused("80200001", 401, member);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kid", "typ", "alg"})
    void aMissingHeaderMemberIsRefused(String member) throws Exception {
        jwt.header.remove(member);
        assertRefused("80200001", 401, "header must have exactly");
    }

    @Test
    void anExtraHeaderMemberIsRefused() throws Exception {
        jwt.header.put("cty", "x");
        assertRefused("80200001", 401, "header must have exactly");
    }

    @ParameterizedTest
    @CsvSource({"iss, another", "aud, https://push-api.cloud.huawei.com", "iat, now", "exp, later"})
    void aWrongClaimIsRefused(String claim, String value) throws Exception {
        jwt.claims.put(claim, value);
        assertRefused("80200001", 401, claim);
    }

    @ParameterizedTest
    @ValueSource(strings = {"iss", "aud", "iat", "exp"})
    void aMissingClaimIsRefused(String claim) throws Exception {
        jwt.claims.remove(claim);
        assertRefused("80200001", 401, "payload must have exactly");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sub", "jti", "scope", "nbf"})
    void anExtraClaimIsRefused(String claim) throws Exception {
        jwt.claims.put(claim, "x");
        assertRefused("80200001", 401, "payload must have exactly");
    }

    @Test
    void fractionsOfSecondsAreRefused() throws Exception {
        jwt.claims.put("iat", 1.5);
        assertRefused("80200001", 401, "iat");
    }

    @Test
    void expiryHasItsOwnCodeAlsoForARememberedBearer() throws Exception {
        String bearer = jwt.sign();
        fixture.clock.advance(Duration.ofSeconds(3599));
        assertThat(send(bearer).code()).isEqualTo("80000000");
        fixture.sandbox.phone("alice").reinstall();
        fixture.clock.advance(Duration.ofSeconds(1));
        assertRefused(send(bearer), "80200005", 401, "expired");
    }

    @Test
    void aLifetimeOverADayHasItsOwnCode() throws Exception {
        long now = fixture.clock.instant().getEpochSecond();
        jwt.claims.put("exp", now + 86_401);
        assertRefused("80300036", 200, "over threshold");
        jwt.claims.put("exp", Long.MAX_VALUE);
        assertRefused("80300036", 200, "over threshold");
        jwt.claims.put("exp", now + 86_400);
        assertThat(send(jwt.sign()).code()).isEqualTo("80000000");
    }

    @Test
    void aFutureIssueTimeIsToleratedForFiveSeconds() throws Exception {
        long now = fixture.clock.instant().getEpochSecond();
        jwt.claims.put("iat", now + 6);
        assertRefused("80200001", 401, "iat");
        jwt.claims.put("iat", now + 5);
        assertThat(send(jwt.sign()).code()).isEqualTo("80000000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                "bearer JWT",
                "Basic JWT",
                "Bearer  JWT",
                "Bearer JWT.",
                "Bearer a.b.c",
                "Bearer ..",
                "Bearer e30.e30.e30",
                "Bearer bnVsbA.bnVsbA.bnVsbA"
            })
    void aMalformedHeaderIsRefused(String template) throws Exception {
        TestSender sender = fixture.sender();
        sender.headers.put("Authorization", template.replace("JWT", jwt.sign()));
        Result result = sender.send(alert(fixture.sandbox.phone("alice").getToken()));
        assertRefused(result, "80200001", 401, "Authentication Error.");
    }

    @Test
    void aMissingHeaderIsRefused() throws Exception {
        TestSender sender = fixture.sender();
        sender.headers.remove("Authorization");
        assertRefused(sender.send(alert("x")), "80200001", 401, "Authorization");
    }

    @Test
    void paddingIsRefused() throws Exception {
        assertRefused(send(jwt.sign() + "=="), "80200001", 401, "padding");
    }

    @Test
    void anotherProjectsPathIsRefused() throws Exception {
        TestSender sender = fixture.sender();
        sender.path = "/v3/300000000000000002/messages:send";
        Result result = sender.send(alert(fixture.sandbox.phone("alice").getToken()));
        assertThat(result.code()).isEqualTo("80200001");
        assertThat(result.status()).isEqualTo(401);
    }

    @Test
    void anotherSandboxesAccountIsRefused() throws Exception {
        try (SandboxFixture other = new SandboxFixture()) {
            assertRefused(send(other.bearer()), "80200001", 401, "kid");
        }
    }
}
