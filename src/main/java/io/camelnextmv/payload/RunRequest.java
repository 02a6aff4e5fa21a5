package io.camelnextmv.payload;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;

/**
 * The body of a new run with its input inline: {@code {"name":…,"input":<the file's own bytes>}}. The input is streamed
 * from the disk, and its length is known before.
 */
public final class RunRequest extends AbstractHttpEntity {
    private static final byte[] TAIL = "}".getBytes(StandardCharsets.UTF_8);
    private final byte[] head;
    private final Path file;
    private final JsonInput input;

    /**
     * @param fields the fields beside the input
     * @param file   the input's file
     * @param input  where its JSON is
     * @param mapper writes the fields
     */
    public RunRequest(ObjectNode fields, Path file, JsonInput input, ObjectMapper mapper) {
        super(ContentType.APPLICATION_JSON, null);
        try {
            byte[] object = mapper.writeValueAsBytes(fields);
            String begun = new String(object, 0, object.length - 1, StandardCharsets.UTF_8);
            this.head = (begun + (fields.isEmpty() ? "" : ",") + "\"input\":").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
        this.file = file;
        this.input = input;
    }

    @Override
    public long getContentLength() {
        return head.length + input.end() - input.start() + TAIL.length;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        out.write(head);
        FileBody.copy(file, input.start(), input.end(), out);
        out.write(TAIL);
    }

    @Override
    public InputStream getContent() throws IOException {
        InputStream in = Files.newInputStream(file);
        in.skipNBytes(input.start());
        return new SequenceInputStream(Collections.enumeration(List.of(new ByteArrayInputStream(head), in,
                new ByteArrayInputStream(TAIL))));
    }

    @Override
    public boolean isStreaming() {
        return false;
    }

    @Override
    public boolean isRepeatable() {
        return true;
    }

    @Override
    public void close() {
        // nothing is held open
    }
}
