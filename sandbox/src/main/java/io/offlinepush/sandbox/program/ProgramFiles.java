package io.offlinepush.sandbox.program;

import io.offlinepush.sandbox.PushKitSandbox;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * The files of the program: the service account, readable by its owner only where the file system can do that, and the
 * certificate to trust.
 *
 * @param ownDirectory whether the directory is ours to delete
 */
record ProgramFiles(Path directory, boolean ownDirectory, Path serviceAccount, Path ca) {

    static ProgramFiles write(Optional<Path> wanted, PushKitSandbox sandbox) throws IOException {
        Path directory = wanted.isPresent()
                ? Files.createDirectories(wanted.get().toAbsolutePath())
                : Files.createTempDirectory("offline-push-sandbox");
        ProgramFiles files = new ProgramFiles(
                directory, wanted.isEmpty(), directory.resolve("service-account.json"), directory.resolve("ca.pem"));
        Files.deleteIfExists(files.serviceAccount);
        Files.createFile(files.serviceAccount, ownerOnly(directory));
        Files.writeString(files.serviceAccount, sandbox.serviceAccountJson(), StandardCharsets.UTF_8);
        Files.writeString(files.ca, sandbox.caPem(), StandardCharsets.US_ASCII);
        return files;
    }

    private static FileAttribute<?>[] ownerOnly(Path directory) {
        boolean posix = directory.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    /** Deletes what was written, as far as that goes: the process ends anyway. */
    void delete() {
        try {
            Files.deleteIfExists(serviceAccount);
            Files.deleteIfExists(ca);
            if (ownDirectory) {
                Files.deleteIfExists(directory);
            }
        } catch (IOException e) {
            System.getLogger(ProgramFiles.class.getName())
                    .log(System.Logger.Level.WARNING, "Files are left behind in {0}", directory);
        }
    }
}
