package io.camelnextmv.distribution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes what has to be said of the libraries: NOTICE, with a line for each and the notices that they carry, and
 * {@code licenses/}, with each text of a licence that lies in them.
 */
final class Notices {
    private static final Pattern NOTICE = Pattern.compile("(META-INF/)?NOTICE([.](txt|md))?", Pattern.CASE_INSENSITIVE);
    private static final Pattern LICENCE = Pattern.compile("(META-INF/)?(LICENSE|LICENCE|COPYING)[^/]*",
            Pattern.CASE_INSENSITIVE);
    private final Path libraries;
    private final Path components;

    /**
     * @param libraries  the folder of the jars
     * @param components the list of components (CycloneDX, JSON)
     */
    Notices(Path libraries, Path components) {
        this.libraries = libraries;
        this.components = components;
    }

    /**
     * @param own    the project's own notice
     * @param target the folder that NOTICE and {@code licenses/} are written to
     * @throws IOException if a file cannot be read or written, or there is a library without a licence
     */
    void write(Path own, Path target) throws IOException {
        if (!Files.exists(components)) {
            throw new IOException(components + " is missing: the list of components is made by a build with a connection"
                    + " (without -o)");
        }
        Map<String, String> lines = lines();
        for (Path jar : jars()) {
            if (!lines.containsKey(jar.getFileName().toString())) {
                throw new IOException(jar.getFileName() + " is in lib/, but not in the list of components");
            }
        }
        StringBuilder text = new StringBuilder(Files.readString(own));
        text.append("\nIt carries these libraries, in lib/, each with its licence (https://spdx.org/licenses/ has the texts"
                + " by these names).\nThe texts that the libraries bring are in licenses/, that of the Apache License 2.0 in"
                + " LICENSE.\n\n");
        lines.values().forEach(line -> text.append("  ").append(line).append('\n'));
        notices().forEach((notice, jars) -> text.append("\n----\n").append(String.join(", ", jars)).append(":\n\n")
                .append(notice).append('\n'));
        DistributionFiles.write(target.resolve("NOTICE"), text.toString());
        licences(target.resolve("licenses"));
    }

    /** The jar's name, and what is said of it. */
    private Map<String, String> lines() throws IOException {
        Map<String, String> lines = new TreeMap<>();
        for (JsonNode one : new ObjectMapper().readTree(components.toFile()).path("components")) {
            TreeSet<String> licences = new TreeSet<>();
            one.path("licenses").forEach(each -> licences.add(Stream.of(each.path("expression"),
                    each.path("license").path("id"), each.path("license").path("name"), each.path("license").path("url"))
                    .map(JsonNode::asText).filter(name -> !name.isBlank()).findFirst().orElse("")));
            licences.remove("");
            String name = one.path("name").asText() + "-" + one.path("version").asText();
            if (licences.isEmpty()) {
                throw new IOException(name + " does not say its licence");
            }
            // Where there are several, whoever passes it on may choose.
            String classifier = one.path("purl").asText().replaceFirst("^(?:.*[?&]classifier=([^&]+).*|.*)$", "$1");
            lines.put(name + (classifier.isEmpty() ? "" : "-" + classifier) + ".jar",
                    one.path("group").asText() + ":" + name + (classifier.isEmpty() ? "" : " (" + classifier + ")") + ": "
                    + String.join(" or ", licences));
        }
        return lines;
    }

    private List<Path> jars() throws IOException {
        try (Stream<Path> files = Files.list(libraries)) {
            return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
        }
    }

    /** Each text once, with the jars that carry it. */
    private Map<String, List<String>> notices() throws IOException {
        Map<String, List<String>> texts = new LinkedHashMap<>();
        for (Path jar : jars()) {
            for (String text : texts(jar, NOTICE).values()) {
                texts.computeIfAbsent(text.strip(), any -> new ArrayList<>()).add(jar.getFileName().toString());
            }
        }
        return texts;
    }

    private void licences(Path target) throws IOException {
        Map<String, String> written = new LinkedHashMap<>();
        for (Path jar : jars()) {
            for (Map.Entry<String, String> licence : texts(jar, LICENCE).entrySet()) {
                String file = jar.getFileName().toString().replaceFirst("[.]jar$", "") + "-" + licence.getKey();
                // Most are the same text: it is there once, under the name of the first.
                if (written.putIfAbsent(licence.getValue().replaceAll("\\s+", " "), file) == null) {
                    DistributionFiles.write(target.resolve(file), licence.getValue());
                }
            }
        }
    }

    private static Map<String, String> texts(Path jar, Pattern names) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        try (JarFile file = new JarFile(jar.toFile())) {
            for (JarEntry entry : file.stream().filter(one -> !one.isDirectory() && names.matcher(one.getName()).matches())
                    .collect(Collectors.toList())) {
                try (InputStream in = file.getInputStream(entry)) {
                    texts.put(entry.getName().replaceFirst(".*/", ""),
                            new String(in.readAllBytes(), StandardCharsets.UTF_8));
                }
            }
        }
        return texts;
    }
}
