package io.camelnextmv.deliver;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.cloud.AnswerTooLarge;
import io.camelnextmv.cloud.Fault;
import io.camelnextmv.cloud.RequestAddress;
import io.camelnextmv.cloud.ShortTexts;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/**
 * The answer that says where an output lies: a presigned address, among whatever the application has written into its
 * metrics. It is read as it comes, because of these there may be many MiB. The address never goes by way of the disk:
 * whoever has it has the output.
 */
final class OutputAddress {
    /** Ten times what a presigned address has, in bytes. */
    private static final int LONGEST_ADDRESS = 64 * 1024;
    private final ShownAnswer answer;
    private String url = "";
    private Optional<String> doubt = Optional.empty();

    private OutputAddress(ShownAnswer answer) {
        this.answer = answer;
    }

    /**
     * Reads the answer to its end. An address that was found is one, whatever comes behind it: what is downloaded from
     * there is looked at for itself.
     *
     * @throws Fault if the answer breaks off before there is an address
     */
    static OutputAddress of(InputStream answer, ObjectMapper mapper) {
        OutputAddress address = new OutputAddress(new ShownAnswer(answer == null ? InputStream.nullInputStream() : answer));
        try {
            address.read(mapper);
        } catch (AnswerTooLarge e) {
            address.doubt = Optional.of(e.getMessage());
            address.answer.breaksOff();
        } catch (IOException e) {
            if (address.text().isEmpty()) {
                throw new Fault(Fault.Kind.SERVICE, 0, "the answer broke off: " + e.getMessage(), Optional.empty());
            }
        }
        return address;
    }

    private void read(ObjectMapper mapper) throws IOException {
        try (JsonParser parser = mapper.createParser(new ShortTexts(answer, LONGEST_ADDRESS))) {
            if (!isObject(parser) || parser.nextToken() != null) {
                doubt = Optional.of("the result is not the JSON that was expected");
            }
        } catch (StreamConstraintsException e) {
            doubt = Optional.of("the result is more than can be read: " + e.getOriginalMessage());
        } catch (JacksonException e) {
            // Without an excerpt: it may be of the address.
            doubt = Optional.of("the result is not the JSON that was expected");
        }
        // To its end, for what is shown of it, and for the sake of the connection.
        answer.transferTo(OutputStream.nullOutputStream());
    }

    private boolean isObject(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return false;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean output = "output".equals(parser.currentName());
            if (parser.nextToken() == JsonToken.START_OBJECT && output) {
                readOutput(parser);
            } else {
                parser.skipChildren();
            }
        }
        return true;
    }

    private void readOutput(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean named = "url".equals(parser.currentName());
            if (parser.nextToken() == JsonToken.VALUE_STRING && named) {
                url = parser.getText();
            } else {
                parser.skipChildren();
            }
        }
    }

    /** The address; empty where there is none that can be asked. */
    Optional<String> text() {
        return Optional.of(url).filter(RequestAddress::isOne);
    }

    /** Whether the answer is JSON, from its beginning to its end, so that what it does not carry is not there. */
    boolean isWhole() {
        return doubt.isEmpty();
    }

    /** Why there is no address. */
    String why() {
        return doubt.orElse("the result carries no address of its output");
    }

    /** The answer as it may be shown: without what would open an address, of a long one its beginning and its end. */
    InputStream shown() {
        return answer.shown();
    }
}
