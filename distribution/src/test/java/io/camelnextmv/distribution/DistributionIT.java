package io.camelnextmv.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.distribution.Unpacked.Said;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lies in the archive, and what the start script says before there is a Java. */
class DistributionIT {
    @TempDir
    private static Path temp;
    private static Unpacked unpacked;

    @BeforeAll
    static void unpack() throws Exception {
        unpacked = Unpacked.in(temp);
    }

    @Test
    void itHoldsWhatAnOperatorNeeds() {
        assertThat(List.of("README.md", "LICENSE", "NOTICE", "camel-nextmv.cdx.json", "config/application.properties",
                "routes/90-errors.camel.yaml", "completion/bash/camel-nextmv", "completion/zsh/_camel-nextmv",
                "man/man1/camel-nextmv.1", "lib/camel-nextmv.jar", "ext/README.md", "systemd/camel-nextmv.service",
                "docker/Dockerfile", "kubernetes/gateway.yaml", "docs/settings.md"))
                .allSatisfy(file -> assertThat(unpacked.folder().resolve(file)).isRegularFile());
        assertThat(unpacked.folder().resolve("bin/camel-nextmv")).isExecutable();
    }

    @Test
    void theNoticeHasALineWithALicenceForEachLibrary() throws Exception {
        String notice = Files.readString(unpacked.folder().resolve("NOTICE"));
        try (Stream<Path> jars = Files.list(unpacked.folder().resolve("lib"))) {
            assertThat(jars.map(jar -> jar.getFileName().toString()).filter(jar -> !jar.equals("camel-nextmv.jar"))
                    .map(jar -> jar.replaceFirst("(-linux-[a-z0-9_]+|-osx-[a-z0-9_]+)?[.]jar$", ""))).hasSizeGreaterThan(50)
                    .allSatisfy(jar -> assertThat(notice).containsPattern(java.util.regex.Pattern.quote(":" + jar)
                            + "[^\n]*: [A-Za-z0-9]"));
        }
        assertThat(notice).contains("Apache Kafka", "Apache Camel");
    }

    @Test
    void itSaysItsCommitWhereverItIsCalledAndNothingElse() throws Exception {
        Said said = unpacked.call(Map.of(), "--version");
        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.out()).containsPattern("^camel-nextmv \\S+ \\(commit (\\w+(-changed)?, \\d{4}-\\d\\d-\\d\\d|not"
                + " known)\\)\nJava ");
        assertThat(said.err()).isEmpty();
    }

    @Test
    void aJavaThatIsMissingOrTooOldIsToldInOneLine() throws Exception {
        Said none = unpacked.call(Map.of("JAVA_HOME", "/nowhere"), "--version");
        Path old = Files.createDirectories(temp.resolve("old java/bin"));
        Files.writeString(old.resolve("../release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"11.0.2\"\n");
        Files.writeString(old.resolve("java"), "#!/bin/sh\n").toFile().setExecutable(true);
        Said eleven = unpacked.call(Map.of("JAVA_HOME", old.getParent().toString()), "--version");
        // The Java of before 9 counts otherwise, and is asked itself.
        Path older = Files.createDirectories(temp.resolve("older/bin"));
        Files.writeString(older.resolve("java"), "#!/bin/sh\necho 'java version \"1.8.0_402\"' >&2\n").toFile()
                .setExecutable(true);
        Said eight = unpacked.call(Map.of("JAVA_HOME", older.getParent().toString()), "--version");

        assertThat(none.err()).contains("JAVA_HOME is /nowhere").hasLineCount(1);
        assertThat(eleven.err()).contains("11.0.2", "too old").hasLineCount(1);
        assertThat(eight.err()).contains("1.8.0_402", "too old").hasLineCount(1);
        assertThat(List.of(none, eleven, eight)).allSatisfy(said -> assertThat(said.code()).isEqualTo(2));
    }

    @Test
    void bashCompletesCommands() throws Exception {
        Said said = unpacked.command("bash", "-c", ". completion/bash/camel-nextmv;"
                + " COMP_WORDS=(camel-nextmv sta); COMP_CWORD=1; COMP_LINE='camel-nextmv sta'; COMP_POINT=16; _complete_camel-nextmv;"
                + " printf '%s\\n' \"${COMPREPLY[@]}\"");
        assertThat(said.out()).as(said.err()).isEqualTo("status\n");
    }

    @Test
    void zshReadsItsCompletion() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/zsh")), "no zsh here");
        Said said = unpacked.command("zsh", "-n", "completion/zsh/_camel-nextmv");
        assertThat(said.code()).as(said.err()).isZero();
    }

    @Test
    void manShowsThePageWithoutAWarning() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/man")), "no man here");
        Said said = unpacked.command("man", "--warnings", "-l", "man/man1/camel-nextmv.1");
        assertThat(said.err()).isEmpty();
        assertThat(said.out()).contains("EXIT STATUS").contains("JAVA_OPTS");
    }
}
