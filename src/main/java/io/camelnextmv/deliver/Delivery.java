package io.camelnextmv.deliver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.cloud.UnreadableAnswer;
import io.camelnextmv.payload.Packing;
import io.camelnextmv.ticket.Durability;
import io.camelnextmv.ticket.Ending;
import io.camelnextmv.ticket.Ending.Fate;
import io.camelnextmv.ticket.Format;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings an ended ticket's answer to its folder. Each step can be done twice: what was fetched is not fetched again,
 * what was placed is not placed again, and names are chosen once.
 */
public final class Delivery {
    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
    private static final String OUTPUT = Outputs.OUTPUT;
    private static final String ERROR_LOG = "error-log.json";
    private static final String INPUT_BACK = "input";
    private static final String REPORT = "report";
    private static final String REPORT_FILE = "report.json";
    private static final String KEPT = "output";
    private static final String PACKED = "packed.tar.gz";
    private static final int LOG_TAIL = 64 * 1024;
    /** What brokers take as a header, in characters of JSON that is sent as ASCII where it can be. */
    private static final int MOST_REPORT = 32 * 1024;

    private final TicketStore tickets;
    private final Destinations destinations;
    private final Durability durability;
    private final Placing placing;
    private final Extras extras;
    private final ObjectMapper mapper;
    private final Packing packing;
    private final ReentrantLock naming = new ReentrantLock();

    /**
     * @param tickets      the tickets
     * @param destinations where the answers go
     * @param durability   how far a write must have come
     * @param extras       logs and assets
     * @param packing      packs folders for those who want a file
     * @param mapper       writes the reports
     */
    public Delivery(TicketStore tickets, Destinations destinations, Durability durability, Extras extras,
            Packing packing, ObjectMapper mapper) {
        this.tickets = tickets;
        this.destinations = destinations;
        this.durability = durability;
        this.placing = new Placing(durability);
        this.extras = extras;
        this.packing = packing;
        this.mapper = mapper;
    }

    /**
     * What is still to be fetched from the service before the ticket can be delivered.
     *
     * @param id the ticket's name
     * @return {@code output}, {@code error} (the failed run's error log) or {@code nothing}
     */
    public String missing(String id) {
        Ticket ticket = tickets.read(id);
        if (ticket.deliveredAs().isPresent() || ticket.state() != Ticket.State.ENDED) {
            return "nothing";
        }
        Ending ending = ending(ticket);
        if (ending.fate() == Fate.OUTPUT) {
            return Files.exists(made(id, OUTPUT)) ? "nothing" : "output";
        }
        boolean failed = ending.status().equals("failed");
        return failed && !Files.exists(tickets.folder(id).resolve(ERROR_LOG)) ? "error" : "nothing";
    }

    /**
     * Keeps a failed run's error log.
     *
     * @param id     the ticket's name
     * @param answer the answer to the request for its result
     * @throws IOException      if the connection breaks
     * @throws UnreadableAnswer if it is no result
     */
    public void keepErrorLog(String id, InputStream answer) throws IOException {
        JsonNode result = tree(answer);
        durability.write(tickets.folder(id).resolve(ERROR_LOG), mapper.writeValueAsBytes(result.path("error_log")));
    }

    private JsonNode tree(InputStream answer) throws IOException {
        try {
            JsonNode tree = mapper.readTree(answer);
            if (tree == null || !tree.isObject()) {
                throw new UnreadableAnswer("the answer is not a JSON object");
            }
            return tree;
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new UnreadableAnswer("the answer is not the JSON that was expected: " + e.getOriginalMessage());
        }
    }

    /**
     * Places the answer of a ticket for which nothing is missing.
     *
     * @param id the ticket's name
     * @return the ticket, delivered
     * @throws UncheckedIOException if the disk says no: to be tried again, as often as it takes
     */
    public Ticket place(String id) {
        Ticket ticket = tickets.read(id);
        if (ticket.state() == Ticket.State.DELIVERED) {
            return ticket;
        }
        try {
            if (ticket.deliveredAs().isEmpty()) {
                make(ticket);
            }
            Ticket delivered = tickets.write(placeUnderFreeName(ticket).delivered());
            say(delivered);
            return delivered;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Keeps the answer of a ticket with it, for somebody who waits: it is in the ticket's folder when that is archived.
     *
     * @param id the ticket's name
     * @return the ticket, delivered
     * @throws UncheckedIOException if the disk says no: to be tried again, as often as it takes
     */
    public Ticket keep(String id) {
        Ticket ticket = tickets.read(id);
        if (ticket.state() == Ticket.State.DELIVERED) {
            return ticket;
        }
        try {
            Path kept = tickets.folder(id).resolve(kept(ticket));
            if (ending(ticket).fate() != Fate.OUTPUT) {
                durability.write(kept, report(ticket));
            } else if (!Files.exists(kept)) {
                durability.move(made(id, OUTPUT), kept);
            }
            if (Files.exists(made(id, Outputs.BAD_OUTPUT))) {
                durability.move(made(id, Outputs.BAD_OUTPUT), tickets.folder(id).resolve(Names.output(KEPT)));
            }
            LOG.info("{} → {} ({}, {})", ticket.file(), tickets.archived(id).resolve(kept.getFileName()),
                    ending(ticket).status(), ticket.runId().map(run -> "run " + run).orElse("no run"));
            return tickets.write(ticket.deliveredAs(KEPT).delivered());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Where the answer of a ticket is that was kept and archived.
     *
     * @param ticket the ticket, archived
     * @return the run's output, or the report of why there is none
     */
    public Path keptFor(Ticket ticket) {
        return tickets.archived(ticket.id()).resolve(kept(ticket));
    }

    private String kept(Ticket ticket) {
        return ending(ticket).fate() == Fate.OUTPUT
                ? namesOf(ticket).output(KEPT, ending(ticket).outputFormat().orElse(Format.JSON),
                        ticket.plan().spec().inputFormat())
                : REPORT_FILE;
    }

    private Ticket placeUnderFreeName(Ticket ticket) throws IOException {
        naming.lock();
        try {
            Ticket named = ticket.deliveredAs().isPresent() ? ticket : name(ticket);
            while (true) {
                try {
                    for (Item item : items(named)) {
                        placing.place(item.made(), item.target(), named.id());
                    }
                    return named;
                } catch (FileAlreadyExistsException e) {
                    // Somebody took the name between our look and our link.
                    named = name(named);
                }
            }
        } finally {
            naming.unlock();
        }
    }

    /** Chooses a free name and writes it down: a second delivery must come to the same one. */
    private Ticket name(Ticket ticket) {
        Names names = namesOf(ticket);
        String last = ticket.runId().orElse(ticket.id()) + "." + ticket.id();
        List<String> stems = List.of(names.stem(), names.stemWith(ticket.runId().orElse(ticket.id())),
                names.stemWith(last), names.stemWith(last + "." + System.nanoTime()));
        String stem = stems.stream()
                .filter(candidate -> items(ticket, candidate).stream().map(Item::target).allMatch(Delivery::isFree))
                .findFirst().orElse(stems.get(stems.size() - 1));
        return tickets.write(ticket.deliveredAs(stem));
    }

    private static boolean isFree(Path target) {
        return Names.fits(target.getFileName().toString()) && !Files.exists(target, LinkOption.NOFOLLOW_LINKS);
    }

    private record Item(Path made, Path target) {
    }

    private List<Item> items(Ticket ticket) {
        return items(ticket, ticket.deliveredAs().orElseThrow());
    }

    private List<Item> items(Ticket ticket, String stem) {
        Names names = namesOf(ticket);
        Fate fate = ending(ticket).fate();
        Path folder = destinations.of(ticket, fate);
        List<Item> items = new ArrayList<>();
        addIfThere(items, made(ticket.id(), Extras.LOGS), folder.resolve(Names.logs(stem)));
        addIfThere(items, made(ticket.id(), Extras.ASSETS), folder.resolve(Names.assets(stem)));
        if (fate == Fate.OUTPUT) {
            items.add(new Item(made(ticket.id(), OUTPUT), folder.resolve(names.output(stem,
                    ending(ticket).outputFormat().orElse(Format.JSON), ticket.plan().spec().inputFormat()))));
            return items;
        }
        items.add(new Item(made(ticket.id(), INPUT_BACK), folder.resolve(names.file(stem))));
        for (Path sidecar : tickets.sidecarsOf(ticket.id())) {
            items.add(new Item(made(ticket.id(), sidecar.getFileName().toString()),
                    folder.resolve(names.file(stem) + ending(sidecar, ticket.file()))));
        }
        addIfThere(items, made(ticket.id(), Outputs.BAD_OUTPUT), folder.resolve(Names.output(stem)));
        items.add(new Item(made(ticket.id(), REPORT), folder.resolve(Names.report(stem))));
        return items;
    }

    /** What is not there was placed before, or never was. */
    private static void addIfThere(List<Item> items, Path made, Path target) {
        if (Files.exists(made)) {
            items.add(new Item(made, target));
        }
    }

    private static String ending(Path sidecar, String file) {
        return sidecar.getFileName().toString().substring(file.length());
    }

    private Names namesOf(Ticket ticket) {
        return Files.isDirectory(tickets.input(ticket))
                ? new Names(ticket.file(), "")
                : Names.of(ticket.file());
    }

    /** Puts together what is not fetched: the input's copy and the report. */
    private void make(Ticket ticket) throws IOException {
        Ending ending = ending(ticket);
        extras.copyInto(ticket.id(), tickets.out(ticket.id()));
        if (ending.fate() == Fate.OUTPUT) {
            return;
        }
        Path back = made(ticket.id(), INPUT_BACK);
        Files.createDirectories(back.getParent());
        Trees.copy(tickets.input(ticket), back, durability);
        for (Path sidecar : tickets.sidecarsOf(ticket.id())) {
            Path copy = made(ticket.id(), sidecar.getFileName().toString());
            Files.copy(sidecar, copy, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
            durability.settle(copy);
        }
        byte[] report = report(ticket);
        durability.write(made(ticket.id(), REPORT), report);
        durability.write(tickets.folder(ticket.id()).resolve(REPORT_FILE), report);
    }

    private byte[] report(Ticket ticket) throws IOException {
        return mapper.writerWithDefaultPrettyPrinter().writeValueAsBytes(
                ErrorReport.of(ticket, ending(ticket), errorLog(ticket.id()), logs(ticket.id())));
    }

    private Optional<JsonNode> errorLog(String id) throws IOException {
        Path file = tickets.folder(id).resolve(ERROR_LOG);
        return Files.exists(file)
                ? Optional.of(mapper.readTree(Files.readAllBytes(file))).filter(JsonNode::isObject)
                : Optional.empty();
    }

    private Optional<String> logs(String id) throws IOException {
        Path file = tickets.folder(id).resolve(Extras.LOGS);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        String all = Files.readString(file);
        return Optional.of(all.length() <= LOG_TAIL ? all : "…" + all.substring(all.length() - LOG_TAIL));
    }

    private void say(Ticket ticket) {
        Ending ending = ending(ticket);
        List<Item> items = items(ticket);
        Path target = items.get(items.size() - 1).target();
        String run = ticket.runId().map(id -> "run " + id).orElse("no run");
        Duration took = Duration.between(ticket.claimedAt(), ending.endedAt());
        if (ending.fate() == Fate.OUTPUT) {
            LOG.info("{} → {} ({}, {} s, {} checks)", ticket.file(), target, run, seconds(took), ending.polls());
        } else {
            LOG.warn("{} → {} ({}, {}): {}", ticket.file(), target, ending.status(), run, ending.error());
        }
    }

    private static String seconds(Duration took) {
        return String.format(java.util.Locale.ROOT, "%.1f", took.toMillis() / 1000.0);
    }

    /**
     * The answer of a ticket as something that can be sent.
     *
     * @param body   the output, or the input, back; a file
     * @param report why there is no output, as JSON of at most 32 KiB; empty where there is one
     */
    public record Parcel(Path body, Optional<String> report) {
    }

    /**
     * The answer of a ticket for which nothing is missing. What is a folder is packed into a gzipped tar.
     *
     * @param id the ticket's name
     * @return what is to be sent
     * @throws UncheckedIOException if the disk says no: to be tried again, as often as it takes
     */
    public Parcel parcel(String id) {
        Ticket ticket = tickets.read(id);
        try {
            if (ending(ticket).fate() == Fate.OUTPUT) {
                return new Parcel(packed(id, made(id, OUTPUT)), Optional.empty());
            }
            byte[] whole = report(ticket);
            durability.write(tickets.folder(id).resolve(REPORT_FILE), whole);
            return new Parcel(packed(id, tickets.input(ticket)), Optional.of(mapper.writeValueAsString(
                    ErrorReport.of(ticket, ending(ticket), errorLog(id), logs(id)).within(MOST_REPORT, mapper))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path packed(String id, Path answer) throws IOException {
        if (!Files.isDirectory(answer)) {
            return answer;
        }
        Files.createDirectories(tickets.out(id));
        Path packed = made(id, PACKED);
        packing.folder(answer, packed);
        return packed;
    }

    /**
     * The answer of a ticket was sent, or placed.
     *
     * @param id the ticket's name
     * @param to the endpoint
     * @return the ticket, delivered
     * @throws UncheckedIOException if the disk says no: to be tried again, as often as it takes
     */
    public Ticket sent(String id, String to) {
        Ticket ticket = tickets.read(id);
        if (ticket.state() == Ticket.State.DELIVERED) {
            return ticket;
        }
        LOG.info("{} → {} ({}, {})", ticket.file(), to.replaceFirst("[?].*", ""), ending(ticket).status(),
                ticket.runId().map(run -> "run " + run).orElse("no run"));
        return tickets.write(ticket.deliveredAs(KEPT).delivered());
    }

    private Path made(String id, String name) {
        return tickets.out(id).resolve(name);
    }

    private static Ending ending(Ticket ticket) {
        return ticket.ending()
                .orElseThrow(() -> new IllegalStateException("ticket " + ticket.id() + " has not ended"));
    }
}
