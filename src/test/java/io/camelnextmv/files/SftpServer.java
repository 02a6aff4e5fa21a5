package io.camelnextmv.files;

import io.camelnextmv.fixture.FreePort;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;

/** A real SFTP server on loopback, for one user with one key. */
final class SftpServer implements AutoCloseable {
    private final SftpSubsystemFactory sftp = new SftpSubsystemFactory();
    private final Path root;
    private final KeyPair host;
    private final KeyPair user;
    private SshServer server;

    /**
     * @param root where its files lie
     * @param keys where the user's key and the known hosts go
     */
    SftpServer(Path root, Path keys) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        this.root = root;
        host = generator.generateKeyPair();
        user = generator.generateKeyPair();
        Files.createDirectories(root);
        Files.createDirectories(keys);
        // Named, so that nobody else is given it while we are away.
        server = started(FreePort.next());
        Files.writeString(keys.resolve("known_hosts"), "[127.0.0.1]:" + server.getPort() + " "
                + PublicKeyEntry.toString(host.getPublic()) + "\n");
        Files.writeString(keys.resolve("id"), "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(user.getPrivate().getEncoded()) + "\n-----END PRIVATE KEY-----\n");
    }

    private SshServer started(int port) throws IOException {
        SshServer made = SshServer.setUpDefaultServer();
        made.setHost("127.0.0.1");
        made.setPort(port);
        made.setKeyPairProvider(KeyPairProvider.wrap(host));
        made.setPublickeyAuthenticator((name, key, session) -> name.equals("nextmv")
                && KeyUtils.compareKeys(key, user.getPublic()));
        made.setFileSystemFactory(new VirtualFileSystemFactory(root));
        made.setSubsystemFactories(List.of(sftp));
        made.start();
        return made;
    }

    int port() {
        return server.getPort();
    }

    SftpSubsystemFactory sftp() {
        return sftp;
    }

    /** Comes back under the same port after {@link #away}. */
    void back() throws IOException {
        server = started(server.getPort());
    }

    void away() throws IOException {
        server.stop(true);
    }

    @Override
    public void close() throws IOException {
        server.close(true);
    }
}
