package io.camelnextmv.deliver;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.cloud.AnswerTooLarge;
import io.camelnextmv.cloud.AssetList;
import io.camelnextmv.cloud.AssetList.Asset;
import io.camelnextmv.cloud.AssetUrl;
import io.camelnextmv.cloud.CloudAnswers;
import io.camelnextmv.cloud.Fault;
import io.camelnextmv.cloud.Fault.Kind;
import io.camelnextmv.cloud.UnreadableAnswer;
import io.camelnextmv.payload.AnswerFile;
import io.camelnextmv.store.Directories;
import io.camelnextmv.store.TicketFolder;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.Contained;
import io.camelnextmv.ticket.TicketName;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A run's assets, in its ticket's folder. */
final class RunAssets {
    private static final Logger LOG = LoggerFactory.getLogger(RunAssets.class);
    private static final String FOLDER = Extras.ASSETS;
    private static final String PART = "assets.part";
    /** Why assets are missing, one a line: for the archive. */
    private static final String LEFT_OUT = "assets-left-out.txt";
    /** What file systems take as a name, in bytes. */
    private static final int LONGEST = 255;
    private final TicketStore tickets;
    private final Repeats repeats;
    private final CloudAnswers answers;

    RunAssets(TicketStore tickets, ObjectMapper mapper) {
        this.tickets = tickets;
        this.repeats = new Repeats(tickets, mapper);
        this.answers = new CloudAnswers(mapper);
    }

    boolean areThere(TicketName id) {
        return tickets.folder(id).has(FOLDER);
    }

    /** What an earlier try noted is found out anew. */
    void begin(TicketName id) {
        tickets.folder(id).file(LEFT_OUT).toFile().delete();
    }

    /** See {@link Extras#assets}. */
    List<Asset> list(TicketName id, InputStream answer) throws IOException {
        try {
            AssetList all = answers.read(answer, AssetList.class);
            if (all.total() > AssetList.MOST) {
                LOG.warn("{}: the run has {} assets; the first {} of them are fetched, the others are with the service",
                        id, all.total(), AssetList.MOST);
            }
            return all.items();
        } catch (AnswerTooLarge e) {
            without(id, e);
            return List.of();
        } catch (UnreadableAnswer e) {
            mustBeEnough(id, FOLDER, e);
            without(id, e);
            return List.of();
        }
    }

    /** See {@link Extras#address}. */
    String address(TicketName id, Asset asset, InputStream answer) throws IOException {
        try {
            return answers.read(answer, AssetUrl.class).downloadUrl();
        } catch (AnswerTooLarge e) {
            throw new Fault(Kind.REQUEST, 0, e.getMessage(), Optional.empty());
        } catch (UnreadableAnswer e) {
            mustBeEnough(id, FOLDER + "/" + asset.id(), e);
            throw new Fault(Kind.REQUEST, 0, e.getMessage(), Optional.empty());
        }
    }

    private void mustBeEnough(TicketName id, String question, UnreadableAnswer why) {
        if (!repeats.areEnough(id, question, String.valueOf(why.getMessage()))) {
            throw why;
        }
    }

    /** See {@link Extras#keepAsset}. */
    void keep(TicketName id, Asset asset, InputStream download) {
        try {
            Path part = Directories.make(tickets.folder(id).file(PART));
            AnswerFile.to(Contained.child(part, fileName(asset)), download);
        } catch (UnreadableAnswer e) {
            without(id, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its id, which makes it unique, and the end of its name, as far as that is harmless and there is room. */
    private static String fileName(Asset asset) {
        String name = asset.name().strip().replaceAll("[^\\p{L}\\p{N}._ -]", "_").replaceFirst("^[.]+", "_");
        String kept = Names.end(name, LONGEST - asset.id().length() - 1);
        return kept.isEmpty() || kept.equals(asset.id()) ? asset.id() : asset.id() + "-" + kept;
    }

    /** See {@link Extras#withoutAsset}. */
    void without(TicketName id, Exception why) {
        try {
            Files.writeString(tickets.folder(id).file(LEFT_OUT), String.valueOf(why.getMessage()).replaceAll("\\s+", " ")
                    + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** See {@link Extras#assetsAreComplete}. */
    void areComplete(TicketName id) {
        TicketFolder folder = tickets.folder(id);
        try {
            Path part = Directories.make(folder.file(PART));
            if (folder.has(LEFT_OUT)) {
                List<String> reasons = Files.readAllLines(folder.file(LEFT_OUT));
                LOG.warn("{}: {} of the run's assets, or the list of them, could not be fetched, and are left out; the first:"
                        + " {}; all reasons: {}", id, reasons.size(), reasons.get(0), LEFT_OUT);
            }
            folder.sync(part);
            folder.move(part, folder.file(FOLDER));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
