package io.camelnextmv.cli;

import io.camelnextmv.logging.Printable;
import io.camelnextmv.pickup.IgnoredNames;
import io.camelnextmv.store.Durability;
import io.camelnextmv.store.Sidecars;
import io.camelnextmv.ticket.Contained;
import io.camelnextmv.ticket.FolderInput;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * An input that is put into an inbox with its sidecar: the sidecar first, each complete, and nothing that lies there is
 * overwritten. What is half done has a hidden name, which nobody picks up.
 */
final class InboxDrop implements AutoCloseable {
    private static final String SIDECAR = ".nextmv.json";
    private final Path input;
    private final Path sidecar;
    private final Path inputAside;
    private final Path sidecarAside;
    private final Durability durability;
    private final HalfDone halfDone;

    /**
     * @param inbox the inbox
     * @param name  the input's name there
     * @throws NotDone     if there is something of that name, or what belongs to it
     * @throws IOException if the disk says no
     */
    InboxDrop(Path inbox, String name, Durability durability) throws IOException {
        this.input = Contained.child(inbox, name);
        this.sidecar = Contained.child(inbox, name + SIDECAR);
        this.durability = durability;
        if (Files.exists(input, LinkOption.NOFOLLOW_LINKS) || !Sidecars.of(input).isEmpty()) {
            throw taken();
        }
        String aside = ".nextmv-" + Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), Character.MAX_RADIX);
        this.inputAside = Contained.child(inbox, aside + ".part");
        this.sidecarAside = Contained.child(inbox, aside + ".sidecar.part");
        this.halfDone = new HalfDone(inputAside, sidecarAside);
        try {
            // Not as temporary files are made, which nobody else can read: the gateway may be another user's.
            Files.createFile(inputAside);
            Files.createFile(sidecarAside);
        } catch (IOException e) {
            halfDone.close();
            throw e;
        }
    }

    /**
     * A name that an input can have in an inbox.
     *
     * @throws ParameterException if it is none, or one that is left there
     */
    static String checked(String name, GatewayFiles files, CommandSpec spec) {
        if (!Contained.isName(name) || Sidecars.isOne(name) || FolderInput.isMarker(name)
                || new IgnoredNames(files.settings().folders().ignore()).has(name)) {
            throw new ParameterException(spec.commandLine(), "\"" + Printable.of(name) + "\" is no name for an input");
        }
        return name;
    }

    /** Where the input is to be written to, over what is there. */
    Path aside() {
        return inputAside;
    }

    /**
     * Gives both their names.
     *
     * @param said what the sidecar says; empty for no sidecar
     * @return the input
     */
    Path place(byte[] said) throws IOException {
        durability.sync(inputAside);
        try {
            if (said.length > 0) {
                durability.write(sidecarAside, said);
                name(sidecarAside, sidecar);
            }
        } catch (FileAlreadyExistsException e) {
            throw taken();
        }
        try {
            name(inputAside, input);
        } catch (IOException e) {
            if (said.length > 0) {
                Files.deleteIfExists(sidecar);
            }
            if (e instanceof FileAlreadyExistsException) {
                throw taken();
            }
            throw e;
        }
        return input;
    }

    /** A link, since a rename would overwrite; where the file system has none, the name was free a moment ago. */
    private void name(Path aside, Path target) throws IOException {
        try {
            Files.createLink(target, aside);
            Files.delete(aside);
            durability.sync(target.getParent());
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (UnsupportedOperationException | FileSystemException e) {
            if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
                throw new FileAlreadyExistsException(target.toString());
            }
            durability.move(aside, target);
        }
    }

    private NotDone taken() {
        return new NotDone(NotDone.NOT_THERE, "an input of its name, or what belongs to one, lies in "
                + input.getParent() + " already: " + input.getFileName()
                + "; give another --name, or wait until it is taken");
    }

    @Override
    public void close() throws IOException {
        halfDone.close();
    }
}
