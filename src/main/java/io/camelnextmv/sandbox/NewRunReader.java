package io.camelnextmv.sandbox;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the body of a new run. The inline input is cut out as the bytes that were sent, not written again. */
final class NewRunReader {

    NewRun read(byte[] body) throws Refused, IOException {
        ObjectNode fields = Json.MAPPER.createObjectNode();
        Optional<byte[]> input;
        try (JsonParser parser = Json.MAPPER.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw Refused.badRequest("the body must be a JSON object");
            }
            input = readFields(parser, body, fields);
            if (parser.nextToken() != null) {
                throw Refused.badRequest("the body goes on after its JSON object");
            }
        } catch (JsonProcessingException e) {
            throw Refused.badRequest("the body is not JSON: " + e.getOriginalMessage());
        }
        return check(input, fields);
    }

    private static Optional<byte[]> readFields(JsonParser parser, byte[] body, ObjectNode fields)
            throws IOException, Refused {
        Optional<byte[]> input = Optional.empty();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (!name.equals("input")) {
                JsonNode tree = parser.readValueAsTree();
                fields.set(name, tree);
            } else if (value == JsonToken.START_OBJECT) {
                long start = parser.currentTokenLocation().getByteOffset();
                parser.skipChildren();
                long end = parser.currentLocation().getByteOffset();
                if (start < 0) {
                    throw Refused.badRequest("the body must be UTF-8");
                }
                input = Optional.of(inline(body, start, end));
            } else if (value != JsonToken.VALUE_NULL) {
                throw Refused.badRequest("input must be a JSON object");
            }
        }
        return input;
    }

    private static byte[] inline(byte[] body, long start, long end) throws Refused {
        if (end - start > Limits.INLINE) {
            throw tooLarge(end - start);
        }
        return Arrays.copyOfRange(body, (int) start, (int) end);
    }

    static Refused tooLarge(long size) {
        return new Refused(413, "the input has " + size + " bytes, more than the " + Limits.INLINE
                + " that can be sent inline: upload it (POST runs/uploadurl) and send its upload_id");
    }

    private static NewRun check(Optional<byte[]> input, ObjectNode fields) throws Refused {
        Optional<String> uploadId = text(fields, "upload_id");
        Optional<String> inputId = text(fields, "input_id");
        if (Stream.of(input, uploadId, inputId).filter(Optional::isPresent).count() != 1) {
            throw Refused.badRequest("exactly one of input, upload_id and input_id is needed");
        }
        RunConfiguration configuration = RunConfiguration.from(fields.path("configuration"),
                fields.hasNonNull("result"));
        if (input.isPresent() && !configuration.jsonInput()) {
            throw Refused.badRequest("an input of format " + configuration.inputFormat() + " must be uploaded");
        }
        Optional<ExternalResult> external = Optional.empty();
        if (configuration.external()) {
            external = Optional.of(ExternalResult.from(fields.path("result")));
        }
        return new NewRun(input, uploadId, inputId, text(fields, "name").orElse(""),
                text(fields, "description").orElse(""), options(fields.path("options")),
                text(fields, "batch_experiment_id").filter(id -> !id.isEmpty()), configuration, external);
    }

    private static Optional<String> text(JsonNode fields, String name) throws Refused {
        JsonNode value = fields.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw Refused.badRequest(name + " must be a string");
        }
        return Optional.of(value.textValue());
    }

    private static Map<String, String> options(JsonNode options) throws Refused {
        Map<String, String> read = new LinkedHashMap<>();
        if (options.isMissingNode() || options.isNull()) {
            return read;
        }
        if (!options.isObject()) {
            throw Refused.badRequest("options must be an object of strings");
        }
        for (Map.Entry<String, JsonNode> option : options.properties()) {
            if (!option.getValue().isTextual()) {
                throw Refused.badRequest("option " + option.getKey() + " must be a string");
            }
            read.put(option.getKey(), option.getValue().textValue());
        }
        return read;
    }
}
