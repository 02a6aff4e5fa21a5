package io.camelnextmv.sandbox;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The lists that have pages: an application's runs, and the account's queue. */
final class ListEndpoints {
    /** A text that is only whole when it is escaped in a query, as the service's own may be. */
    private static final Pattern TOKEN = Pattern.compile("&page=(\\d{1,18})#\\+/%2B é");

    private final SandboxSettings settings;
    private final RunBoard board;

    ListEndpoints(SandboxSettings settings, RunBoard board) {
        this.settings = settings;
        this.board = board;
    }

    void register(Map<Endpoint, Handler> handlers) {
        handlers.put(Endpoint.LIST_RUNS, call -> answer(board.page(settings.known(call.value(0)),
                place(call).orElse(Long.MAX_VALUE), Limits.LISTED_RUNS)));
        handlers.put(Endpoint.ACCOUNT_QUEUE,
                call -> answer(board.active(place(call).orElse(0L), Limits.QUEUED_RUNS)));
    }

    private static Response answer(RunBoard.Page page) {
        return Response.ok(new RunRow.Page(page.runs().stream().map(RunRow::of).toList(),
                page.next().map(next -> "&page=" + next + "#+/%2B é")));
    }

    private static Optional<Long> place(Call call) throws Refused {
        Optional<String> token = call.query("pagetoken");
        if (token.isEmpty()) {
            return Optional.empty();
        }
        Matcher matcher = TOKEN.matcher(token.get());
        if (!matcher.matches()) {
            throw Refused.badRequest("pagetoken must be a next_page_token");
        }
        return Optional.of(Long.parseLong(matcher.group(1)));
    }
}
