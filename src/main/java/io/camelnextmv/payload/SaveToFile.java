package io.camelnextmv.payload;

import io.camelnextmv.cloud.UnreadableAnswer;
import io.camelnextmv.headers.Slots;
import io.camelnextmv.ticket.Contained;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;

/** Writes an answer to a file while it comes in. */
public final class SaveToFile {
    /**
     * @param answer the answer's body
     * @param file   the file, written anew; what was there before stays until the answer is whole
     * @throws UnreadableAnswer             if there is no body, it breaks off or is larger than it may be
     * @throws java.io.UncheckedIOException if the disk says no, or has no room for it
     * @throws IOException                  if the file cannot be put into its place
     */
    public void save(@Body InputStream answer, @ExchangeProperty(Slots.FILE) String file) throws IOException {
        Path target = Path.of(file).toAbsolutePath();
        Path part = AnswerFile.to(Contained.sibling(target, "." + target.getFileName() + ".part"), answer);
        try {
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
