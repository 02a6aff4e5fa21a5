package io.camelnextmv.settings;

import io.camelnextmv.document.BadDocument;
import io.camelnextmv.document.SmallFile;
import io.camelnextmv.logging.Logs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A file that holds a secret and nothing else, as Docker, Kubernetes and systemd give them. Links are followed: it is by a
 * link that Kubernetes changes it. Who else may read it is not judged: those three say so themselves, each differently.
 */
final class SecretFile {
    /** In bytes; a key has some dozens. */
    private static final int LARGEST = 64 * 1024;

    private SecretFile() {
    }

    /**
     * @param setting what names the file
     * @param file    the file
     * @return its text without the line break at its end; from here on no line of the log shows it
     * @throws BadSetting if it is not there, is no file, is empty, too large, or cannot be read; nothing of it is said
     */
    static String read(String setting, Path file) {
        String which = setting + " (" + file + ")";
        if (Files.isDirectory(file)) {
            throw new BadSetting(which + " is a folder: it must be a file that holds the secret");
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            // To be read it might have to be waited for, without an end.
            throw new BadSetting(which + " is no file of its own: it must be one that holds the secret");
        }
        String text;
        try (InputStream in = Files.newInputStream(file)) {
            text = SmallFile.text(in, LARGEST);
        } catch (NoSuchFileException e) {
            throw new BadSetting(which + " is not there");
        } catch (AccessDeniedException e) {
            throw new BadSetting(which + " may not be read by the user that this runs as");
        } catch (BadDocument e) {
            throw new BadSetting(which + " cannot be used: " + e.getMessage());
        } catch (IOException e) {
            throw new BadSetting(which + " cannot be read: " + e.getClass().getSimpleName());
        }
        String secret = text.endsWith("\r\n") ? text.substring(0, text.length() - 2)
                : text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        if (secret.isBlank()) {
            throw new BadSetting(which + " is empty: it must hold the secret");
        }
        Logs.guarded().add(secret);
        return secret;
    }
}
