package io.camelnextmv.sandbox;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Reads an input as a stream, stop by stop: a 500 MB input must not come to lie in the heap. */
final class InputReader {

    /** Takes the stops one by one. */
    interface Stops {
        void add(Stop stop) throws IOException;
    }

    /**
     * What an input asks for at its top.
     *
     * @param fail    the message to fail with
     * @param partial whether the run has its output all the same
     */
    record Wish(Optional<String> fail, boolean partial) {
    }

    /**
     * @return what the input asks for
     * @throws BadInput if the input is not a JSON object, or a stop has no id or no place
     */
    Wish read(InputStream in, Stops stops) throws IOException, BadInput {
        Optional<String> fail = Optional.empty();
        boolean partial = false;
        try (JsonParser parser = Json.MAPPER.createParser(in)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new BadInput("the input is not a JSON object");
            }
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (name.equals("stops")) {
                    readStops(parser, value, stops);
                } else if (name.equals("fail") && value == JsonToken.VALUE_STRING) {
                    fail = Optional.of(parser.getText());
                } else if (name.equals("partial")) {
                    partial = value == JsonToken.VALUE_TRUE;
                    parser.skipChildren();
                } else {
                    parser.skipChildren();
                }
            }
            return new Wish(fail, partial);
        } catch (JsonProcessingException e) {
            throw new BadInput("the input is not JSON: " + e.getOriginalMessage());
        }
    }

    private static void readStops(JsonParser parser, JsonToken first, Stops stops) throws IOException, BadInput {
        if (first == JsonToken.VALUE_NULL) {
            return;
        }
        if (first != JsonToken.START_ARRAY) {
            throw new BadInput("stops must be an array");
        }
        int index = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            JsonNode stop = parser.readValueAsTree();
            stops.add(stop(stop, index++));
        }
    }

    private static Stop stop(JsonNode stop, int index) throws BadInput {
        JsonNode id = stop.path("id");
        if (!id.isTextual() && !id.isNumber()) {
            throw new BadInput("stop " + index + " has no id");
        }
        // The routing apps of the vendor's examples put the place into "location".
        JsonNode place = stop.path("location").isObject() ? stop.path("location") : stop;
        boolean degrees = place.path("lon").isNumber() && place.path("lat").isNumber();
        JsonNode x = place.path(degrees ? "lon" : "x");
        JsonNode y = place.path(degrees ? "lat" : "y");
        if (!x.isNumber() || !y.isNumber() || !Double.isFinite(x.doubleValue()) || !Double.isFinite(y.doubleValue())) {
            throw new BadInput("stop " + index + " has neither lon and lat nor x and y");
        }
        return new Stop(id, degrees, x.doubleValue(), y.doubleValue());
    }
}
