package io.camelnextmv.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunListTest {
    private static final ObjectMapper MAPPER = CloudAnswers.lenient(JsonMapper.builder().addModule(new Jdk8Module())
            .addModule(new JavaTimeModule()).propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build());

    @Test
    void anEmptyTokenIsNone() throws IOException {
        assertThat(MAPPER.readValue("{\"runs\": [], \"next_page_token\": \"\"}", RunList.class).nextPageToken()).isEmpty();
        assertThat(MAPPER.readValue("{\"runs\": [], \"next_page_token\": null}", RunList.class).nextPageToken()).isEmpty();
        assertThat(MAPPER.readValue("{\"runs\": []}", RunList.class).nextPageToken()).isEmpty();
        assertThat(MAPPER.readValue("{\"runs\": [], \"next_page_token\": \"a+b\"}", RunList.class).nextPageToken())
                .contains("a+b");
    }

    @Test
    void aShadowThatCarriesTheMarkIsNotTheRun() throws IOException {
        RunList list = MAPPER.readValue("""
                {"runs": [{"id": "shadow", "description": "mark", "experiment_id": "switchback-1"},
                          {"id": "run", "description": "mark", "experiment_id": ""},
                          {"id": "attached", "description": "other mark", "experiment_id": "batch-7"}]}""", RunList.class);

        assertThat(list.marked("mark", Optional.empty()).orElseThrow().id()).isEqualTo("run");
        assertThat(list.marked("other mark", Optional.empty())).isEmpty();
        assertThat(list.marked("other mark", Optional.of("batch-7")).orElseThrow().id()).isEqualTo("attached");
        assertThat(list.marked("other mark", Optional.of("batch-8"))).isEmpty();
    }

    @Test
    void aRowThatCannotBeReadHidesNoOther() throws IOException {
        RunList list = MAPPER.readValue("""
                {"runs": [{"id": "a", "description": "mark one", "created_at": "yesterday"},
                          {"description": "mark two"},
                          {"id": "c", "description": "mark three", "created_at": "2026-11-24T10:00:00+01:00", "x": {}},
                          {"id": "d"}]}""", RunList.class);

        assertThat(list.runs()).extracting(RunList.Row::id).containsExactly("a", "c", "d");
        assertThat(list.marked("mark one", Optional.empty())).get().extracting(RunList.Row::createdAt).asString().contains("empty");
        assertThat(list.marked("mark two", Optional.empty())).isEmpty();
        assertThat(list.marked("mark three", Optional.empty()).orElseThrow().createdAt()).contains(Instant.parse("2026-11-24T09:00:00Z"));
    }
}
