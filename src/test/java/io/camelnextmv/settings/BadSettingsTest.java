package io.camelnextmv.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A bad setting stops the start with one line that names it. */
class BadSettingsTest extends GatewayTest {
    private static final String NOWHERE = "http://127.0.0.1:9";

    private void stopsTheStart(GatewayFixture gateway, String... parts) {
        assertThatThrownBy(gateway::start).isInstanceOf(BadSetting.class)
                .satisfies(thrown -> assertThat(thrown.getMessage()).contains(parts).doesNotContain("\n"));
    }

    @ParameterizedTest
    @CsvSource({
        "nextmv.pol.delay,nextmv.poll.delay",
        "nextmv.poll.max-trys,nextmv.poll.max-tries",
        "nextmv.apikey,nextmv.api-key",
        "nextmv.Home,nextmv.home",
        "nextmv.submit.parallel,nextmv.submit."})
    void anUnknownNameIsToldWithTheNearestOneThatThereIs(String unknown, String nearest) {
        stopsTheStart(gateway(NOWHERE).with(unknown, "1s"), unknown + " is not a setting", nearest);
    }

    @ParameterizedTest
    @CsvSource({"nextmv.api-key", "nextmv.application-id", "nextmv.url", "nextmv.poll.delay"})
    void aMissingOneIsNamed(String name) {
        stopsTheStart(gateway(NOWHERE).with(name, ""), name);
    }

    /** By the settings alone: a gateway that did start would take the folders of the root for its own. */
    @Test
    void anEmptyHomeIsRefusedBeforeAnyFolderIsTouched() throws IOException {
        Properties given = new Properties();
        try (var defaults = getClass().getClassLoader().getResourceAsStream(KnownSettings.DEFAULTS)) {
            given.load(defaults);
        }
        given.setProperty("nextmv.api-key", "k");
        given.setProperty("nextmv.application-id", "routing");
        given.setProperty("nextmv.home", "");

        assertThatThrownBy(() -> Settings.of(given::getProperty, given.stringPropertyNames())).isInstanceOf(BadSetting.class)
                .hasMessageStartingWith("nextmv.home is missing");
    }

    @ParameterizedTest
    @CsvSource({
        "nextmv.poll.delay,soon", "nextmv.poll.delay,5", "nextmv.poll.delay,-1s", "nextmv.poll.delay,0s",
        "nextmv.poll.delay,1.5s", "nextmv.poll.max-delay,999d", "nextmv.poll.max-duration,1 hour",
        "nextmv.poll.initial-delay,x", "nextmv.inbox.settle,abc", "nextmv.inbox.delay,0s", "nextmv.retry.delay,1w",
        "nextmv.retry.max-delay,''", "nextmv.http.connect-timeout,never", "nextmv.http.response-timeout,30",
        "nextmv.submit.look-up-delay,1"})
    void aDurationThatIsNoneIsNamedWithItsText(String name, String value) {
        stopsTheStart(gateway(NOWHERE).with(name, value), name, value);
    }

    @ParameterizedTest
    @CsvSource({
        "nextmv.poll.multiplier,0.5", "nextmv.poll.multiplier,fast", "nextmv.poll.multiplier,NaN",
        "nextmv.poll.max-tries,0", "nextmv.poll.max-tries,many", "nextmv.poll.concurrency,0",
        "nextmv.max-in-flight,0", "nextmv.max-in-flight,1e3", "nextmv.submit.concurrency,21",
        "nextmv.submit.concurrency,0", "nextmv.durability,sometimes", "nextmv.durability,FSYNC",
        "nextmv.inbox.ignore,*", "nextmv.inbox.ignore,x/*.json", "nextmv.application-id,../other", "nextmv.instance-id,a b", "nextmv.api-key,two words",
        "nextmv.kafka.brokers,localhost", "nextmv.kafka.brokers,''", "nextmv.url,api.cloud.nextmv.io", "nextmv.url,https://api.cloud.nextmv.io/", "nextmv.url,ftp://x",
        "nextmv.limit.runs,5", "nextmv.limit.runs,0/s", "nextmv.limit.runs,5/0s", "nextmv.limit.results,200/10", "nextmv.limit.results,-5/s",
        "nextmv.limit.results,1.5/s", "nextmv.limit.requests,2000/y", "nextmv.limit.requests,many", "nextmv.limit.runs,5/500d",
        "nextmv.limit.share,0", "nextmv.limit.share,1.01", "nextmv.limit.share,50%", "nextmv.limit.share,NaN", "nextmv.limit.share,1e-2",
        "nextmv.limit.share,''", "nextmv.limit.share,-0.5", "camel.main.shutdownTimeout,abc", "camel.management.port,abc", "camel.management.enabled,yes"})
    void aValueThatCannotBeIsNamed(String name, String value) {
        stopsTheStart(gateway(NOWHERE).with(name, value), name);
    }

    @Test
    void theKeyIsNotTold() {
        assertThatThrownBy(gateway(NOWHERE).with("nextmv.api-key", "my secret key")::start)
                .hasMessageContaining("nextmv.api-key").hasMessageNotContaining("my secret key");
    }

    @Test
    void aLongestDelayBelowTheFirstIsRefused() {
        stopsTheStart(gateway(NOWHERE).with("nextmv.poll.delay", "10s").with("nextmv.poll.max-delay", "1s"),
                "nextmv.poll.max-delay", "nextmv.poll.delay");
        stopsTheStart(gateway(NOWHERE).with("nextmv.retry.delay", "10s").with("nextmv.retry.max-delay", "1s"),
                "nextmv.retry.max-delay", "nextmv.retry.delay");
    }

    @ParameterizedTest
    @CsvSource({"inbox", "outbox", "errors", "canceled", "archive", "work"})
    void aFolderThatCannotBeWrittenIsNamed(String folder) throws IOException {
        Path file = Files.createFile(home.resolve("a-file"));

        stopsTheStart(gateway(NOWHERE).with("nextmv." + folder + ".folder", file.resolve("folder").toString()),
                "nextmv." + folder + ".folder", "cannot be written", file.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "outbox,inbox/out,inbox", "inbox,outbox,outbox", "archive,work/old,work", "errors,outbox/errors,outbox",
        "canceled,errors,errors", "work,inbox/../inbox/work,inbox"})
    void twoFoldersOfWhichOneLiesInTheOtherAreNamed(String name, String place, String other) {
        stopsTheStart(gateway(NOWHERE).with("nextmv." + name + ".folder", home.resolve(place).toString()),
                "nextmv." + name + ".folder", "nextmv." + other + ".folder", "lies in");
    }

    @Test
    void twoFoldersThatAreOneByALinkAreNamed() throws IOException {
        Files.createDirectory(home.resolve("inbox"));
        Files.createSymbolicLink(home.resolve("link"), home.resolve("inbox"));

        stopsTheStart(gateway(NOWHERE).with("nextmv.outbox.folder", home.resolve("link").toString()),
                "nextmv.outbox.folder", "nextmv.inbox.folder");
    }

    @ParameterizedTest
    @CsvSource({"inbox", "archive"})
    void foldersOnDifferentFileSystemsAreNamed(String folder) throws IOException {
        Path memory = Path.of("/dev/shm");
        assumeThat(Files.isWritable(memory)).isTrue();
        assumeThat(Files.getFileStore(memory)).isNotEqualTo(Files.getFileStore(home));
        Path there = Files.createTempDirectory(memory, "nextmv-test-");
        try {
            stopsTheStart(gateway(NOWHERE).with("nextmv." + folder + ".folder", there.toString()),
                    "nextmv.work.folder", "nextmv." + folder + ".folder", "different file systems");
        } finally {
            Files.delete(there);
        }
    }

    @Test
    void aStartThatWasStoppedLeavesNoLockBehind() {
        GatewayFixture gateway = gateway(NOWHERE).with("nextmv.poll.delay", "soon");
        stopsTheStart(gateway, "nextmv.poll.delay");

        gateway.with("nextmv.poll.delay", "20ms").start();

        assertThat(gateway.gateway().main().getCamelContext().isStarted()).isTrue();
    }

    /** As other settings of their kind may be written: routes read some as they are. */
    @ParameterizedTest
    @CsvSource({"nextmv.inbox.delay,10S", "nextmv.inbox.delay,'2 s'", "nextmv.inbox.delay,' 20ms '", "nextmv.inbox.delay,500MS",
        "nextmv.inbox.delay,1m"})
    void whatCanBeReadIsReadByRoutesToo(String name, String value) throws IOException {
        try (GatewayFixture gateway = gateway(NOWHERE).with(name, value).start()) {
            assertThat(gateway.gateway().main().getCamelContext().getRoute("nextmv-pick-up")).isNotNull();
        }
    }

    @ParameterizedTest
    @CsvSource({"nextmv.submit.concurrency,' 3 '", "nextmv.submit.concurrency,+3", "nextmv.poll.concurrency,'8 '",
        "nextmv.http-inputs.enabled,' false '", "nextmv.http-inputs.path,'/runs '",
        "nextmv.webhook.path,'/hook '", "nextmv.max-in-flight,+5"})
    void whatRoutesCannotReadIsNamed(String name, String value) {
        stopsTheStart(gateway(NOWHERE).with(name, value), name, value);
    }
}
