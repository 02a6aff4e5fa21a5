package io.camelnextmv.cloud;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * Whose certificates are trusted: those that the JVM trusts ({@code javax.net.ssl.trustStore}, or those that it brings
 * along), and beside them those of a file, where a proxy on the way signs with a certificate of its own.
 */
public final class Trust {
    private static final String SYSTEM = "system";
    private static final Pattern PEM = Pattern.compile(
            "-----BEGIN (?:TRUSTED )?CERTIFICATE-----[^-]+-----END (?:TRUSTED )?CERTIFICATE-----");
    /** Where Debian, Red Hat, SUSE, Alpine and macOS keep what the system trusts. */
    private static final List<String> SYSTEMS = List.of("/etc/ssl/certs/ca-certificates.crt",
            "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", "/etc/pki/tls/certs/ca-bundle.crt",
            "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem");

    private Trust() {
    }

    /**
     * @param store    a file of certificates (PEM, PKCS12 or JKS), {@code system} for those of the system, or empty
     * @param password the password of a PKCS12 or JKS file
     * @return what trusts them; empty for what the JVM trusts
     * @throws IllegalArgumentException if there are no certificates in it, or it cannot be read
     */
    public static Optional<SSLContext> of(String store, String password) {
        if (store.isBlank()) {
            return Optional.empty();
        }
        Path file = store.equals(SYSTEM) ? system() : Path.of(store);
        try {
            KeyStore all = KeyStore.getInstance(KeyStore.getDefaultType());
            all.load(null, null);
            int number = 0;
            List<Certificate> own = certificates(file, password);
            for (Certificate one : Stream.concat(own.stream(), ofTheJvm().stream()).toList()) {
                number++;
                all.setCertificateEntry("trusted-" + number, one);
            }
            if (own.isEmpty()) {
                throw new IllegalArgumentException("nextmv.http.trust-store is " + file + ", in which there are no certificates");
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(all);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return Optional.of(context);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("nextmv.http.trust-store is " + file + ", which cannot be read: " + e, e);
        }
    }

    private static Path system() {
        return SYSTEMS.stream().map(Path::of).filter(Files::isReadable).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("nextmv.http.trust-store is system, but there is none of "
                        + String.join(", ", SYSTEMS) + ": name the file"));
    }

    private static List<Certificate> certificates(Path file, String password) throws GeneralSecurityException, IOException {
        byte[] bytes = Files.readAllBytes(file);
        Matcher blocks = PEM.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
        List<Certificate> found = new ArrayList<>();
        CertificateFactory reader = CertificateFactory.getInstance("X.509");
        while (blocks.find()) {
            String block = blocks.group().replace("TRUSTED ", "");
            found.add(reader.generateCertificate(new ByteArrayInputStream(block.getBytes(StandardCharsets.ISO_8859_1))));
        }
        if (found.isEmpty() && bytes.length > 0 && bytes[0] != '-') {
            KeyStore store = KeyStore.getInstance(file.toFile(), password.toCharArray());
            for (String alias : Collections.list(store.aliases())) {
                Optional.ofNullable(store.getCertificate(alias)).ifPresent(found::add);
            }
        }
        return found;
    }

    private static List<X509Certificate> ofTheJvm() throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        List<X509Certificate> all = new ArrayList<>();
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager trusting) {
                all.addAll(List.of(trusting.getAcceptedIssuers()));
            }
        }
        return all;
    }
}
