package io.camelnextmv.deliver;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.cloud.AnswerTooLarge;
import io.camelnextmv.cloud.Fault;
import io.camelnextmv.cloud.RequestAddress;
import io.camelnextmv.cloud.ShortTexts;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The answer that says where an output lies: a presigned address. It never goes by way of the disk: whoever has the address
 * has the output.
 */
final class OutputAddress {
    private static final String POINTER = "/output/url";
    private static final String QUERY = "\\?[^\"\\s]*";
    /** Run information without an output, in bytes. */
    private static final int MOST_INFORMATION = 4 * 1024 * 1024;
    /** Ten times what a presigned address has, in bytes. */
    private static final int LONGEST_ADDRESS = 64 * 1024;
    private final byte[] answer;
    private final ObjectMapper mapper;

    private OutputAddress(byte[] answer, ObjectMapper mapper) {
        this.answer = answer;
        this.mapper = mapper;
    }

    /** @throws Fault if the answer breaks off */
    static OutputAddress of(InputStream answer, ObjectMapper mapper) {
        try {
            return new OutputAddress(answer == null ? new byte[0] : answer.readNBytes(MOST_INFORMATION), mapper);
        } catch (AnswerTooLarge e) {
            return new OutputAddress(new byte[0], mapper);
        } catch (IOException e) {
            throw new Fault(Fault.Kind.SERVICE, 0, "the answer broke off: " + e.getMessage(), Optional.empty());
        }
    }

    /** The address; empty where there is none that can be asked. */
    Optional<String> text() {
        // Read as it comes: a tree of four million bytes would be a hundred million in the heap.
        try (JsonParser parser = mapper.createParser(new ShortTexts(new ByteArrayInputStream(answer), LONGEST_ADDRESS))) {
            String url = "";
            while (parser.nextToken() != null) {
                boolean within = parser.currentToken() == JsonToken.FIELD_NAME && "url".equals(parser.currentName())
                        && parser.getParsingContext().pathAsPointer().toString().equals(POINTER);
                if (within && parser.nextToken() == JsonToken.VALUE_STRING) {
                    url = parser.getText();
                }
            }
            return Optional.of(url).filter(RequestAddress::isOne);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Whether the answer is JSON, from its beginning to its end. */
    boolean isWhole() {
        try (JsonParser parser = mapper.createParser(new ShortTexts(new ByteArrayInputStream(answer), LONGEST_ADDRESS))) {
            boolean object = parser.nextToken() == JsonToken.START_OBJECT;
            parser.skipChildren();
            return object && parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }

    /** The answer as it may be shown: without what would open an address. */
    InputStream shown() {
        return new ByteArrayInputStream(new String(answer, StandardCharsets.UTF_8).replaceAll(QUERY, "?…")
                .getBytes(StandardCharsets.UTF_8));
    }
}
