package io.camelnextmv.payload;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.Normalizer;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;

/**
 * The names of a zip's entries. A name is read as its UTF-8 flag says, or as its Unicode field does; of those that have
 * neither, the ones that were written on Unix or a Mac and are UTF-8 are read so, and all others in code page 437, as the
 * format has it.
 */
final class ZipNames {
    /** Not every Java has it: then names come out odd, but none is lost. */
    private static final Charset DOS = Charset.isSupported("IBM437") ? Charset.forName("IBM437")
            : StandardCharsets.ISO_8859_1;
    private static final int UNIX = 3;
    private static final int MAC = 19;

    private ZipNames() {
    }

    static String of(ZipArchiveEntry entry) {
        if (entry.getNameSource() != ZipArchiveEntry.NameSource.NAME) {
            return entry.getName();
        }
        byte[] raw = entry.getRawName();
        String name = new String(raw, DOS);
        if (entry.getPlatform() == UNIX || entry.getPlatform() == MAC) {
            try {
                name = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(raw)).toString();
            } catch (CharacterCodingException e) {
                // In its own code page, which is not said.
            }
        }
        boolean windows = entry.getPlatform() == ZipArchiveEntry.PLATFORM_FAT && name.indexOf('/') < 0;
        return windows ? name.replace('\\', '/') : name;
    }

    /** As people see it: one may be composed, the other decomposed, as a Mac does. */
    static String seen(String name) {
        return Normalizer.normalize(Path.of(name).normalize().toString(), Normalizer.Form.NFC);
    }
}
