package io.camelnextmv.cli;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import picocli.CommandLine;

/** The version as the jar has it: of which commit it was built, and of which date that is. */
final class JarVersion implements CommandLine.IVersionProvider {
    private static final String MANIFEST = "META-INF/MANIFEST.MF";

    @Override
    public String[] getVersion() throws IOException {
        return new String[] {text(manifest().map(Manifest::getMainAttributes).orElseGet(Attributes::new)),
            "Java " + System.getProperty("java.version") + " (" + System.getProperty("java.vm.vendor") + ")"};
    }

    /** What sources say that lie in no repository is the version alone. */
    static String text(Attributes manifest) {
        String version = Optional.ofNullable(manifest.getValue(Attributes.Name.IMPLEMENTATION_VERSION))
                .orElse("(not packaged)");
        String commit = known(manifest, "Build-Commit").map(hash -> "commit " + hash).orElse("commit not known");
        return "camel-nextmv " + version + " (" + commit + known(manifest, "Build-Commit-Date").map(date -> ", " + date)
                .orElse("") + ")";
    }

    private static Optional<String> known(Attributes manifest, String name) {
        return Optional.ofNullable(manifest.getValue(name)).filter(value -> !value.isBlank() && !value.equals("unknown"));
    }

    /** Of the jar that this class lies in, not of another one on the class path. */
    private static Optional<Manifest> manifest() throws IOException {
        URL own = JarVersion.class.getResource("JarVersion.class");
        if (own == null || !own.getProtocol().equals("jar")) {
            return Optional.empty();
        }
        String address = own.toString();
        try (var in = URI.create(address.substring(0, address.indexOf("!/") + 2) + MANIFEST).toURL().openStream()) {
            return Optional.of(new Manifest(in));
        }
    }
}
