package io.camelnextmv.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.beans.CloudBeans;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LenientFieldsTest {
    private static final int TRIES = 2000;
    private final CloudAnswers answers = new CloudAnswers(CloudBeans.json());
    private final Random random = new Random(14);

    @Test
    void anAmountIsReadInWhateverWayItIsWritten() throws IOException {
        for (int i = 0; i < TRIES; i++) {
            // What a double holds to the last digit.
            long amount = random.nextLong() >>> 11 >>> random.nextInt(53);
            for (String written : List.of("" + amount, amount + ".0", amount + ".000", "\"" + amount + "\"",
                    "\"" + amount + ".0\"", "\" " + amount + " \"", "000" + amount, amount + "e0")) {
                assertThat(size(written)).as(written).isEqualTo(amount);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {"-1 | 0", "-4818.0 | 0", "NaN | 0", "\"NaN\" | 0", "-Infinity | 0", "null | 0",
        "true | 0", "{\"a\":[1]} | 0", "[[]] | 0", "\"\" | 0", "\"many\" | 0", "0.9 | 0", "-0.0 | 0", "1e-999999999 | 0",
        "\"-9223372036854775809\" | 0", "4818.7 | 4818", "9223372036854775807 | 9223372036854775807",
        "9223372036854775808 | 9223372036854775807", "1e999999999 | 9223372036854775807",
        "\"1e999999999\" | 9223372036854775807", "Infinity | 9223372036854775807",
        "99999999999999999999999999999.0 | 9223372036854775807"})
    void whatIsNoAmountIsNoneAndWhatIsLargerThanAnyIsTheLargest(String written, long amount) throws IOException {
        assertThat(size(written)).isEqualTo(amount);
    }

    @Test
    void aTimeIsReadWithAnyNumberOfDigitsAndAnyOffset() {
        for (int i = 0; i < TRIES; i++) {
            int digits = random.nextInt(10);
            long unit = (long) Math.pow(10, 9 - digits);
            Instant time = Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000) / unit * unit);
            ZoneOffset offset = ZoneOffset.ofTotalSeconds(60 * (random.nextInt(36 * 60) - 18 * 60));
            String written = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss" + (digits == 0 ? "" : "." + "S".repeat(digits))
                    + (random.nextBoolean() ? "XXX" : "xxx")).format(time.atOffset(offset));

            assertThat(LenientFields.time(written)).as(written).contains(time);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "yesterday", "2026-11-24", "2026-13-24T10:00:00Z", "2026-11-24T10:00:00", "0", "1764000000"})
    void whatIsNoTimeIsNone(String written) {
        assertThat(LenientFields.time(written)).isEmpty();
    }

    @Test
    void oneFieldThatIsNotWhatWasExpectedHidesNoOther() throws IOException {
        for (int i = 0; i < TRIES; i++) {
            RunInformation run = read("{\"id\":" + any(3) + ",\"metadata\":{\"created_at\":" + any(3) + ",\"output_size\":"
                    + any(3) + ",\"error\":" + any(3) + ",\"format\":" + any(3) + ",\"duration\":" + any(3) + ",\"metrics\":"
                    + any(3) + ",\"statistics\":" + any(3) + ",\"options\":" + any(3) + ",\"status\":" + any(3)
                    + ",\"status_v2\":\"succeeded\"}}", RunInformation.class);
            assertThat(run.status()).isEqualTo("succeeded");
            assertThat(run.metadata().outputSize()).isNotNegative();

            RunList list = read("{\"next_page_token\":\"t\",\"runs\":[" + any(3) + ",{\"id\":\"a\",\"description\":" + any(3)
                    + ",\"created_at\":" + any(3) + ",\"experiment_id\":" + any(3) + ",\"metrics\":" + any(3)
                    + "},{\"id\":\"b\",\"description\":\"mark\",\"options\":" + any(3) + "}]}", RunList.class);
            assertThat(list.marked("mark", java.util.Optional.empty()).orElseThrow().id()).isEqualTo("b");
            assertThat(list.nextPageToken()).contains("t");
        }
    }

    @Test
    void anEmptyTextIsNone() throws IOException {
        RunInformation run = read("{\"metadata\":{\"status_v2\":\"\",\"error\":\"\",\"format\":{\"output\":{\"type\":\"\"}}}}",
                RunInformation.class);
        RunList list = read("{\"runs\":[{\"id\":\"\"},{\"id\":\"a\",\"created_at\":\"\",\"experiment_id\":\"\","
                + "\"description\":\"\"}],\"next_page_token\":\"\"}", RunList.class);

        assertThat(run.status()).isEqualTo("none");
        assertThat(run.metadata().error()).isEmpty();
        assertThat(run.metadata().outputFormat()).isEmpty();
        assertThat(list).isEqualTo(RunList.of(List.of(new RunList.Row("a", null, null, null))));
    }

    private long size(String written) throws IOException {
        return read("{\"metadata\":{\"output_size\":" + written + "}}", RunInformation.class).metadata().outputSize();
    }

    private <T> T read(String json, Class<T> type) throws IOException {
        return answers.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), type);
    }

    private String any(int depth) {
        return switch (random.nextInt(depth > 0 ? 12 : 10)) {
            case 0 -> "null";
            case 1 -> "" + random.nextBoolean();
            case 2 -> "" + random.nextLong();
            case 3 -> random.nextDouble() * Math.pow(10, random.nextInt(600) - 300) + "";
            case 4 -> random.nextLong() + "" + Math.abs(random.nextLong()) + ".0";
            case 5 -> "\"\"";
            case 6 -> "\"" + random.nextLong() + ".0\"";
            case 7 -> "\"unknown_" + random.nextInt() + "\"";
            case 8 -> "\"2026-11-24T10:00:00." + random.nextInt(1_000_000_000) + "Z\"";
            case 9 -> "1e" + random.nextInt();
            case 10 -> "[" + any(depth - 1) + "," + any(depth - 1) + "]";
            default -> "{\"type\":" + any(depth - 1) + ",\"output\":" + any(depth - 1) + "}";
        };
    }
}
