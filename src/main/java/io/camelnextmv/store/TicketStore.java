package io.camelnextmv.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.headers.Slots;
import io.camelnextmv.ticket.Attempts;
import io.camelnextmv.ticket.Doubt;
import io.camelnextmv.ticket.Ending;
import io.camelnextmv.ticket.Inbox;
import io.camelnextmv.ticket.MessageOrigin;
import io.camelnextmv.ticket.Progress;
import io.camelnextmv.ticket.Step;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketGone;
import io.camelnextmv.ticket.TicketName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.camel.ExchangeProperty;

/**
 * The tickets of one gateway, and the way to all that is done with them on the disk: {@code work/<ticket>/} holds
 * {@code ticket.json}, the input under {@code input/}, and what is being brought home under {@code out/}. What lies in a
 * ticket's folder is asked of its {@link TicketFolder}.
 */
public final class TicketStore {
    private final Archive archive;
    private final WorkFolder work;
    private final Visits visits;
    private final Claims claims;
    private final NewTickets newTickets;
    private final Notes notes;

    /**
     * Opens the store and takes a lease, so that other gateways on the same folder leave our tickets alone.
     *
     * @param work       the folder of the open tickets; must exist
     * @param archive    the folder of the finished ones, on the same file system; must exist
     * @param durability how far a write must have come
     * @param mapper     writes and reads tickets
     * @param clock      the time
     */
    public TicketStore(Path work, Path archive, Durability durability, ObjectMapper mapper, Clock clock) {
        this(work, archive, durability, Modes.AS_MADE, mapper, clock);
    }

    /**
     * The same, where a setting says who may read what is made.
     *
     * @param modes who may read what is made
     */
    public TicketStore(Path work, Path archive, Durability durability, Modes modes, ObjectMapper mapper, Clock clock) {
        this.archive = new Archive(archive, durability, modes, mapper);
        this.work = new WorkFolder(work, this.archive, durability, modes, mapper);
        this.visits = new Visits(this.work);
        this.claims = new Claims(this.work, clock);
        this.newTickets = new NewTickets(this.work, this::folder, clock);
        this.notes = new Notes(mapper);
    }

    /**
     * Takes a file from an inbox: one atomic rename into the folder of a new ticket. Of several gateways that try, one
     * gets it. The ticket is written before, so that a death in between leaves no input of which nobody knows where it
     * came from; what lies beside the input follows it.
     *
     * @param file  the file
     * @param inbox where it lies
     * @return the ticket, claimed; empty when the file was gone
     * @throws UncheckedIOException if the disk says no; the file is then still in the inbox, or in a folder that the
     *                              next start finds
     */
    public Optional<Ticket> claim(Path file, Inbox inbox) {
        return told(claims.claim(file, inbox)).map(work.known()::seen);
    }

    /**
     * Makes a ticket for a run that was started elsewhere. It appears in one step, with its input.
     *
     * @param file     the name that its input gets
     * @param inbox    stands for where it would have lain: its application, its account
     * @param run      its id
     * @param duration how long it is waited for, from now
     * @param fetch    writes its input to a file
     * @return the ticket, submitted
     * @throws UncheckedIOException if the disk says no
     */
    public Ticket adopt(String file, Inbox inbox, String run, Duration duration, Consumer<Path> fetch) {
        return told(Optional.of(newTickets.adopt(file, inbox, run, duration, fetch))).orElseThrow();
    }

    /**
     * Makes a ticket for an input that did not lie in a folder. It appears in one step, with its input.
     *
     * @param file     the name that its input gets
     * @param inbox    what it is run with
     * @param input    writes its input to a file
     * @param sidecar  what would lie beside it in a folder, as JSON; empty for nothing
     * @param received what the message brought beside the input
     * @return the ticket, claimed; empty when the message has a ticket already
     * @throws UncheckedIOException if the disk says no
     */
    public Optional<Ticket> receive(String file, Inbox inbox, Consumer<Path> input, Optional<byte[]> sidecar,
            MessageOrigin received) {
        return told(newTickets.receive(file, inbox, input, sidecar, received, ticket -> ticket));
    }

    /**
     * The same for an input that never becomes a run.
     *
     * @param ending why
     * @return the ticket, ended; empty when the message has a ticket already
     */
    public Optional<Ticket> refuse(String file, Inbox inbox, Consumer<Path> input, Optional<byte[]> sidecar,
            MessageOrigin received, Ending ending) {
        return told(newTickets.receive(file, inbox, input, sidecar, received, ticket -> ticket.ended(ending)));
    }

    private Optional<Ticket> told(Optional<Ticket> fresh) {
        fresh.ifPresent(ticket -> work.known().written(Optional.empty(), ticket));
        return fresh;
    }

    /** @return what is known of the tickets in flight without looking at the disk, and who is told of them */
    public InFlight watched() {
        return work.known();
    }

    /**
     * @param id a ticket's name
     * @return what is known of it without looking at the disk; empty where it is not here, or was not looked at yet
     */
    public Optional<OnItsWay> known(TicketName id) {
        Optional<VisitFolder> visit = visits.of(id);
        return visit.isPresent() ? visit.get().known().map(OnItsWay::of) : work.known().of(id);
    }

    /** @return a ticket's folder, whether the ticket is at home here or for one step only; it need not exist */
    public TicketFolder folder(TicketName id) {
        Optional<VisitFolder> visit = visits.of(id);
        return visit.isPresent() ? visit.get() : work.folder(id);
    }

    /**
     * Reads a ticket.
     *
     * @param id its name
     * @return the ticket as it was last written
     * @throws TicketGone           if there is none
     * @throws TicketsAway          if the folder of the tickets is not there
     * @throws UncheckedIOException if it cannot be read
     */
    public Ticket read(@ExchangeProperty(Slots.TICKET) TicketName id) {
        return work.known().seen(folder(id).get());
    }

    /**
     * Writes a ticket, complete or not at all.
     *
     * @param ticket the ticket
     * @return the same ticket
     * @throws TicketGone           if its folder is gone
     * @throws UncheckedIOException if the disk says no
     */
    public Ticket write(Ticket ticket) {
        Optional<VisitFolder> visit = visits.of(ticket.id());
        Optional<Ticket.State> before = visit.flatMap(VisitFolder::known).map(Ticket::state);
        folder(ticket.id()).put(ticket);
        work.known().written(before, ticket);
        return work.known().seen(ticket);
    }

    /**
     * Writes a ticket whose outcome is where it belongs.
     *
     * @param ticket the ticket, delivered
     * @param where  where that is, for people
     * @return the same ticket
     * @throws UncheckedIOException if the disk says no
     */
    public Ticket delivered(Ticket ticket, String where) {
        write(ticket);
        work.known().delivered(ticket, where);
        return ticket;
    }

    /** @return how far the waiting for a ticket's run is; {@link Progress#NONE} where that cannot be read */
    public Progress progress(TicketName id) {
        return work.known().noted(id, notes.read(folder(id), TicketFolder.PROGRESS, Progress.class).orElse(Progress.NONE));
    }

    /** Notes how far the waiting is, without waiting for the disk. */
    public void note(TicketName id, Progress progress) {
        notes.write(folder(id), TicketFolder.PROGRESS, Optional.of(progress));
        work.known().checked(id);
        work.known().noted(id, progress);
    }

    /** @return what the looks for a ticket's run have shown; {@link Doubt#NEW} where it was not looked for yet */
    public Doubt doubt(TicketName id) {
        return notes.read(folder(id), TicketFolder.DOUBT, Doubt.class).orElse(Doubt.NEW);
    }

    /** Notes what the looks for a ticket's run have shown, without waiting for the disk; empty when it is settled. */
    public void note(TicketName id, Optional<Doubt> doubt) {
        notes.write(folder(id), TicketFolder.DOUBT, doubt);
    }

    /** @return the requests for a ticket's run that have failed; {@link Attempts#NONE} where none can be read */
    public Attempts attempts(TicketName id) {
        return notes.read(folder(id), TicketFolder.ATTEMPTS, Attempts.class).orElse(Attempts.NONE);
    }

    /** Notes the requests that have failed, without waiting for the disk; {@link Attempts#NONE} when the run was started. */
    public void note(TicketName id, Attempts attempts) {
        notes.write(folder(id), TicketFolder.ATTEMPTS, Optional.of(attempts).filter(met -> met.count() > 0));
    }

    /**
     * The ticket is done: its folder goes to the archive; that of one step is removed when the step ends.
     *
     * @param id the name of a delivered ticket
     * @return the ticket
     * @throws UncheckedIOException if the disk says no
     */
    public Ticket archive(@ExchangeProperty(Slots.TICKET) TicketName id) {
        Ticket ticket = read(id);
        folder(id).archive();
        return ticket;
    }

    /**
     * @return the finished tickets that can be read, in no order; to be closed
     * @throws UncheckedIOException if the archive cannot be read
     */
    public Stream<Ticket> archived() {
        return archive.all();
    }

    /** @return what is known of messages whose tickets have left the archive */
    public KnownMessages known() {
        return archive.known();
    }

    /** @return where a ticket's folder is when it is done, {@code archive/<ticket>} */
    public Path archived(TicketName id) {
        return archive.path(id);
    }

    /**
     * A ticket that waits in a broker comes for one step. What is written here of it need not last: only this step reads
     * it. Of several visits of one ticket each waits for the end of the one before.
     *
     * @param id the ticket's name
     * @return its folder, to be given to {@link #leave} when the step is over
     * @throws UncheckedIOException if the disk says no
     */
    public VisitFolder visit(TicketName id) {
        return visits.begin(id);
    }

    /**
     * A step is over: nothing of what was written for it is left.
     *
     * @param visit the folder that {@link #visit} gave; only its own visit ends, and only once
     */
    public void leave(VisitFolder visit) {
        visits.end(visit);
    }

    /** Nobody waits for the folder of the tickets any more: the process is about to stop. */
    public void letGo() {
        visits.letGo();
    }

    /**
     * @param id the name of a ticket that is here for one step
     * @return its folder
     * @throws IllegalStateException if it is not
     */
    public VisitFolder visitOf(TicketName id) {
        return visits.of(id).orElseThrow(() -> new IllegalStateException("ticket " + id + " is not here for one step"));
    }

    /** @return a ticket's claimed input, a file or a folder */
    public Path input(Ticket ticket) {
        return folder(ticket.id()).input(ticket);
    }

    /**
     * @return a folder of this gateway alone, beside that of the tickets, for what it fetches until that has a ticket; it is
     *         made where it is not there, and removed by whoever comes after this process
     * @throws UncheckedIOException if it cannot be made
     */
    public Path fetched() {
        return work.fetched();
    }

    /** @return whether the folder of the tickets is there, and the one that this gateway works on */
    public boolean isThere() {
        return work.isThere();
    }

    /**
     * @param id a ticket's name
     * @return the chapter of its next step: {@code SUBMIT}, {@code AWAIT} or {@code DELIVER}
     * @throws TicketGone           if there is no such ticket any more
     * @throws UncheckedIOException if the disk says no
     */
    public String nextStep(@ExchangeProperty(Slots.TICKET) TicketName id) {
        Ticket ticket = read(id);
        work.known().found(ticket);
        return Step.of(ticket.state()).chapter();
    }

    /** @return how many tickets this gateway has in its hands */
    public int inFlight() {
        return work.inFlight().size();
    }

    /**
     * @param id the name of a ticket that is in flight, which may just be made, or go
     * @return the ticket as it is; empty where it cannot be read at the moment: nothing is mended
     */
    public Optional<Ticket> peek(TicketName id) {
        try {
            Optional<VisitFolder> visit = visits.of(id);
            return visit.isPresent() ? visit.map(VisitFolder::get) : work.folder(id).peek();
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /** @return their names, as they are now */
    public Set<TicketName> allInFlight() {
        return Set.copyOf(work.inFlight());
    }

    /** The ticket is no longer ours to care for. */
    public void drop(@ExchangeProperty(Slots.TICKET) TicketName id) {
        work.inFlight().remove(id);
    }

    /** @return how far a write must have come that is to last */
    public Durability durability() {
        return work.durability();
    }

    /** @return who may read what is made */
    public Modes modes() {
        return work.modes();
    }

    /** @return the name of this gateway, which is part of its tickets' names */
    public String gateway() {
        return work.gateway();
    }

    /** @return how many things were set aside, and wait for an operator */
    public int setAside() {
        return work.setAside().count();
    }

    /** @return how many tickets a later version has left, which this one cannot read */
    public int ofLaterVersions() {
        return work.ofLaterVersions().size();
    }

    WorkFolder work() {
        return work;
    }

    Claims claims() {
        return claims;
    }

    /** Gives the lease back: its file goes when no ticket is left, and stays for the next start otherwise. */
    public void close() {
        work.close();
    }
}
