package io.camelnextmv.payload;

import io.camelnextmv.cloud.UnreadableAnswer;
import io.camelnextmv.headers.Slots;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;

/** Writes an answer to a file while it comes in. */
public final class Saved {
    /**
     * @param answer the answer's body
     * @param file   the file, written anew
     * @throws UnreadableAnswer if there is no body
     * @throws IOException      if the connection breaks, or the disk says no
     */
    public void save(@Body InputStream answer, @ExchangeProperty(Slots.FILE) String file) throws IOException {
        if (answer == null) {
            throw new UnreadableAnswer("the answer is empty");
        }
        Files.copy(answer, Path.of(file), StandardCopyOption.REPLACE_EXISTING);
    }
}
