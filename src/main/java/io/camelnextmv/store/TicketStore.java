package io.camelnextmv.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.headers.Slots;
import io.camelnextmv.ticket.Step;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketGone;
import io.camelnextmv.ticket.TicketName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
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
    private final TicketNotes notes;

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

    /** @param modes who may read what is made, where a setting says so */
    public TicketStore(Path work, Path archive, Durability durability, Modes modes, ObjectMapper mapper, Clock clock) {
        this.archive = new Archive(archive, durability, modes, mapper);
        this.work = new WorkFolder(work, this.archive, durability, modes, mapper);
        this.visits = new Visits(this.work);
        this.claims = new Claims(this.work, clock);
        this.newTickets = new NewTickets(this.work, this::folder, clock);
        this.notes = new TicketNotes(this::folder, this.work.known(), mapper);
    }

    /** @return takes files from inboxes, and makes them tickets */
    public Claims claims() {
        return claims;
    }

    /** @return makes tickets of what did not lie in a folder */
    public NewTickets newTickets() {
        return newTickets;
    }

    /** @return what is noted beside tickets, and can be done without */
    public TicketNotes notes() {
        return notes;
    }

    /** @return the tickets that wait in a broker and are here for one step */
    public Visits visits() {
        return visits;
    }

    /** @return the tickets that are done */
    public Archive archived() {
        return archive;
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

    /** Gives the lease back: its file goes when no ticket is left, and stays for the next start otherwise. */
    public void close() {
        work.close();
    }
}
