package io.camelnextmv.ticket;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How a ticket's run is started: from where the input came, with what the run is started, and what was sent for it
 * before.
 *
 * @param inbox    the folder that the input was taken from; empty where that is not known
 * @param spec     what the run is started with
 * @param sidecar  what the file beside the input changed; empty where there was none, or it was not read yet
 * @param upload   the finished upload of the input; empty where there is none
 * @param more     the finished uploads of a tracked run's other files: their ids by the files' names
 * @param received what the message brought beside the input; empty where the input was no message
 * @param account  the inbox whose key and address of the service it is run with, never the key; empty: those of the settings
 *                 for all. A run belongs to its account, whatever the settings say later
 */
public record RunPlan(Optional<String> inbox, RunSpec spec, Optional<Sidecar> sidecar, Optional<Upload> upload,
        Map<String, String> more, Optional<MessageOrigin> received, Optional<String> account) {
    /** Nothing special. */
    public static final RunPlan NONE = new RunPlan(Optional.empty(), RunSpec.NONE, Optional.empty(), Optional.empty(),
            Map.of(), Optional.empty(), Optional.empty());

    /**
     * A file beside the input that was read.
     *
     * @param file              its name
     * @param namesItsOwnTarget whether it names the application or the instance, so that one that the service does not
     *                          know is the input's fault and not the settings'
     */
    public record Sidecar(String file, boolean namesItsOwnTarget) {
    }

    /**
     * An upload.
     *
     * @param id     its id, with which a run can be started
     * @param number which of the ticket's uploads it is, from 1
     * @param usable whether the service is believed to still know it
     */
    public record Upload(String id, int number, boolean usable) {
    }

    /** Absent is empty: a ticket of an earlier version knows less. */
    public RunPlan {
        inbox = inbox == null ? Optional.empty() : inbox;
        spec = spec == null ? RunSpec.NONE : spec;
        sidecar = sidecar == null ? Optional.empty() : sidecar;
        upload = upload == null ? Optional.empty() : upload;
        more = more == null ? Map.of() : Map.copyOf(more);
        received = received == null ? Optional.empty() : received;
        account = account == null ? Optional.empty() : account;
    }

    /** @return the id of an upload that a run can be started with */
    public Optional<String> uploadId() {
        return upload.filter(Upload::usable).map(Upload::id);
    }

    /**
     * An upload is finished.
     *
     * @param id its id
     * @return the plan with it
     */
    public RunPlan uploaded(String id) {
        int number = upload.map(Upload::number).orElse(0) + 1;
        return new RunPlan(inbox, spec, sidecar, Optional.of(new Upload(id, number, true)), more,
                received, account);
    }

    /**
     * The upload of another file of a tracked run is finished.
     *
     * @param file the file's name
     * @param id   its id
     * @return the plan with it
     */
    public RunPlan uploaded(String file, String id) {
        Map<String, String> all = new HashMap<>(more);
        all.put(file, id);
        return new RunPlan(inbox, spec, sidecar, upload, all, received, account);
    }

    /** @return the plan without the uploads, which the service does not know any more */
    public RunPlan uploadLost() {
        return new RunPlan(inbox, spec, sidecar, upload.map(lost -> new Upload(lost.id(), lost.number(), false)),
                Map.of(), received, account);
    }

    /** @return whether a refusal may mean the upload and not the input: it is uploaded anew once before that is said */
    public boolean mayUploadAgain() {
        return upload.filter(last -> last.usable() && last.number() == 1).isPresent();
    }
}
