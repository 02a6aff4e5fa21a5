package io.camelnextmv.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import io.camelnextmv.settings.KnownSettings;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The files for Kubernetes and Docker, as far as they can be checked without either. */
class ManifestsIT {
    private static final Path DIST = Path.of("src", "dist");
    private static final Map<String, Class<?>> KINDS = Map.of("ConfigMap", ConfigMap.class, "PersistentVolumeClaim",
            PersistentVolumeClaim.class, "StatefulSet", StatefulSet.class, "Deployment", Deployment.class, "Service",
            Service.class, "PodDisruptionBudget", PodDisruptionBudget.class);

    /** The model of Kubernetes, which takes unknown fields: here it does not. */
    private static final class NothingUnknown extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1;

        @Override
        public Boolean hasAnySetter(Annotated method) {
            return false;
        }
    }

    private static List<Object> manifests() throws Exception {
        ObjectMapper strict = new ObjectMapper().setAnnotationIntrospector(new NothingUnknown())
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        List<Object> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(DIST.resolve("kubernetes"))) {
            for (Path file : files.sorted().toList()) {
                for (Object one : new Load(LoadSettings.builder().setAllowDuplicateKeys(false).build())
                        .loadAllFromString(Files.readString(file))) {
                    Object kind = ((Map<?, ?>) one).get("kind");
                    assertThat(KINDS).as(file.toString()).containsKey(String.valueOf(kind));
                    all.add(strict.convertValue(one, KINDS.get(kind)));
                }
            }
        }
        return all;
    }

    private static List<PodTemplateSpec> pods() throws Exception {
        List<PodTemplateSpec> pods = new ArrayList<>();
        for (Object one : manifests()) {
            if (one instanceof StatefulSet set) {
                assertThat(set.getSpec().getTemplate().getMetadata().getLabels())
                        .containsAllEntriesOf(set.getSpec().getSelector().getMatchLabels());
                pods.add(set.getSpec().getTemplate());
            }
            if (one instanceof Deployment deployment) {
                assertThat(deployment.getSpec().getTemplate().getMetadata().getLabels())
                        .containsAllEntriesOf(deployment.getSpec().getSelector().getMatchLabels());
                pods.add(deployment.getSpec().getTemplate());
            }
        }
        return pods;
    }

    @Test
    void eachPodRunsAsNobodyOnARootThatCannotBeWrittenAndIsAskedForItsHealth() throws Exception {
        assertThat(pods()).hasSize(2).allSatisfy(pod -> {
            PodSpec spec = pod.getSpec();
            assertThat(spec.getSecurityContext().getRunAsNonRoot()).isTrue();
            assertThat(spec.getSecurityContext().getRunAsUser()).isNotZero();
            assertThat(spec.getAutomountServiceAccountToken()).isFalse();
            assertThat(spec.getEnableServiceLinks()).as("no Service is taken for a setting").isFalse();
            assertThat(spec.getContainers()).hasSize(1).allSatisfy(container -> {
                assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
                assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
                assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
                assertThat(Stream.of(container.getStartupProbe(), container.getLivenessProbe())
                        .map(ManifestsIT::path)).containsOnly("/observe/health/live");
                assertThat(path(container.getReadinessProbe())).isEqualTo("/observe/health");
                assertThat(container.getPorts()).extracting("name")
                        .contains(container.getLivenessProbe().getHttpGet().getPort().getStrVal());
            });
        });
    }

    private static String path(Probe probe) {
        return probe.getHttpGet().getPath();
    }

    @Test
    void allFoldersOfAGatewayAreOneVolumeAndEachVolumeThatIsMountedIsThere() throws Exception {
        assertThat(pods()).allSatisfy(pod -> {
            Container container = pod.getSpec().getContainers().get(0);
            assertThat(pod.getSpec().getVolumes()).extracting(Volume::getName).containsExactlyInAnyOrderElementsOf(
                    container.getVolumeMounts().stream().map(VolumeMount::getName).toList());
            assertThat(container.getVolumeMounts()).extracting(VolumeMount::getMountPath).contains("/data", "/tmp");
        });
        assertThat(configs()).allSatisfy(config -> assertThat(config.getData())
                .containsEntry("NEXTMV_HOME", "/data")
                .doesNotContainKeys("NEXTMV_INBOX_FOLDER", "NEXTMV_WORK_FOLDER", "NEXTMV_ARCHIVE_FOLDER"));
    }

    private static List<ConfigMap> configs() throws Exception {
        return manifests().stream().filter(ConfigMap.class::isInstance).map(ConfigMap.class::cast).toList();
    }

    @Test
    void whatTheySetAreSettingsThatThereAre() throws Exception {
        List<String> known = new KnownSettings().names().stream().map(name -> name
                .toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_')).toList();
        assertThat(configs()).hasSize(2).allSatisfy(config -> assertThat(config.getData().keySet())
                .filteredOn(name -> !List.of("JAVA_OPTS", "CAMEL_MAIN_PROFILE").contains(name))
                .isSubsetOf(known));
    }

    @Test
    void theImageTakesWhatTheDistributionHoldsAndEndsAsNobody() throws Exception {
        String file = Files.readString(DIST.resolve("docker/Dockerfile")).replaceAll("(?m)^#.*\n", "").replace("\\\n", " ");
        List<String> verbs = new ArrayList<>();
        Path unpacked = Path.of("target", "made");
        for (String line : file.lines().filter(text -> !text.isBlank()).toList()) {
            Matcher instruction = Pattern.compile("([A-Z]+) (.+)").matcher(line);
            assertThat(instruction.matches()).as(line).isTrue();
            verbs.add(instruction.group(1));
            if (instruction.group(1).equals("COPY")) {
                List<String> words = List.of(instruction.group(2).split(" +"));
                assertThat(words.subList(0, words.size() - 1)).allSatisfy(source -> assertThat(Stream.of(unpacked, DIST,
                        Path.of(".."), Path.of("..", "target")).map(place -> place.resolve(source)))
                        .anyMatch(Files::exists));
            }
        }
        assertThat(verbs).startsWith("FROM").contains("ENTRYPOINT").isSubsetOf("FROM", "LABEL", "COPY", "RUN", "ENV",
                "VOLUME", "WORKDIR", "USER", "EXPOSE", "STOPSIGNAL", "ENTRYPOINT");
        assertThat(file).containsPattern("\nUSER 10001:10001\n").doesNotContain("USER root");
    }
}
