package io.camelnextmv.files;

import io.camelnextmv.deliver.Names;
import io.camelnextmv.headers.NextmvHeaders;
import io.camelnextmv.headers.Receipt;
import io.camelnextmv.headers.ReportName;
import io.camelnextmv.headers.Slots;
import io.camelnextmv.headers.Vendor;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.apache.camel.component.file.GenericFileOperationFailedException;
import org.apache.camel.support.SynchronizationAdapter;
import org.apache.camel.support.builder.ExpressionBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a folder calls it, here or on a server. A file that is taken is known by its name, its time and its bytes: taken
 * again, since the gateway died before it was removed, it is not run again. An answer is a file that appears complete or
 * not at all and takes no other's place; where there is a report, it lies beside it.
 */
public final class FileVendor implements Vendor {
    /** Of Camel's producer, which has no exception of its own for it. */
    private static final String TAKEN = "File already exist: ";
    private static final int BUFFER = 128 * 1024;
    private static final Logger LOG = LoggerFactory.getLogger(FileVendor.class);
    /** The names that answers are about to get, and whose they are. */
    private final Map<String, String> onTheirWay = new ConcurrentHashMap<>();

    @Override
    public boolean brought(Exchange exchange) {
        return exchange.getFromEndpoint() instanceof GenericFileEndpoint;
    }

    @Override
    public void complete(Endpoint endpoint, Supplier<Path> fetched) {
        FileEndpoints.complete(endpoint, fetched);
    }

    /** @throws UncheckedIOException if the file cannot be read: it stays, and is taken later */
    @Override
    public void name(Exchange exchange) {
        Message message = exchange.getMessage();
        GenericFile<?> file = message.getBody() instanceof GenericFile<?> body ? body : null;
        if (file == null) {
            return;
        }
        message.setHeader(NextmvHeaders.INPUT, file.getFileNameOnly());
        if (!(file.getFile() instanceof File) && file.getBody() instanceof File fetched) {
            removeLater(fetched, exchange);
        }
        File local = message.getBody(File.class);
        if (local != null) {
            exchange.setProperty(Slots.RECEIPT, Receipt.of(false));
            // Without the address of a server, in which a password may stand.
            message.setHeader(NextmvHeaders.MESSAGE_ID, "file " + text(message, "CamelFileHost") + " "
                    + file.getAbsoluteFilePath() + " " + file.getLastModified() + " " + digest(local));
        }
    }

    /** Camel would remove what it has fetched by a header, which goes with all of Camel's. */
    private static void removeLater(File fetched, Exchange exchange) {
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                try {
                    Files.deleteIfExists(fetched.toPath());
                } catch (IOException e) {
                    LOG.warn("{} was fetched, and cannot be removed: {}", fetched, e.toString());
                }
            }
        });
    }

    private static String text(Message message, String header) {
        return Optional.ofNullable(message.getHeader(header)).map(Object::toString).orElse("");
    }

    /** A name, a time in whole seconds and a size may be those of two files; whoever takes them for one loses the second. */
    private static String digest(File file) {
        try (InputStream in = Files.newInputStream(file.toPath())) {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[BUFFER];
            try (DigestInputStream digested = new DigestInputStream(in, sha)) {
                while (digested.read(buffer) >= 0) {
                    // Each read counts.
                }
            }
            return HexFormat.of().formatHex(sha.digest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public boolean sends(String endpoint, CamelContext context) {
        return FileEndpoints.isOne(endpoint, context);
    }

    /**
     * By the endpoint's own {@code fileName}, if it has one, or else by the answer's name. What is in the name is never
     * evaluated, and leads nowhere else.
     */
    @Override
    public Address address(String endpoint, Outgoing outgoing, Message answer) {
        String name = contained(asked(complete(endpoint, false), answer).orElse(outgoing.name()));
        Optional<String> unique = outgoing.unique().or(() -> reserved(endpoint, name, outgoing.ticket(), answer.getExchange())
                ? Optional.empty() : Optional.of(outgoing.ticket()));
        String to = complete(endpoint, unique.isPresent());
        int folder = name.lastIndexOf('/') + 1;
        Names names = Names.of(name.substring(folder));
        String stem = unique.map(names::stemWith).orElse(names.stem());
        answer.setHeader(Exchange.OVERRULE_FILE_NAME, ExpressionBuilder.constantExpression(
                name.substring(0, folder) + names.file(stem)));
        return new Address(to, Optional.ofNullable(answer.getHeader(NextmvHeaders.REPORT)).map(report ->
                new ReportName(Exchange.OVERRULE_FILE_NAME,
                        ExpressionBuilder.constantExpression(name.substring(0, folder) + Names.report(stem)))));
    }

    /** Two answers of one name at the same time: a server is asked whether it is free before either is there. */
    private boolean reserved(String endpoint, String name, String ticket, Exchange exchange) {
        String place = endpoint.replaceFirst("[?].*", "") + "/" + name;
        String holder = onTheirWay.putIfAbsent(place, ticket);
        if (holder == null) {
            exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
                @Override
                public void onDone(Exchange done) {
                    onTheirWay.remove(place, ticket);
                }
            });
        }
        return holder == null || holder.equals(ticket);
    }

    /** What the settings leave open: no file is overwritten but the ticket's own, and none is seen before it is whole. */
    private static String complete(String endpoint, boolean unique) {
        String exist = unique ? "Override" : "Fail";
        String to = unique ? endpoint.replaceFirst("([?&]fileExist=)Fail(?=&|$)", "$1Override") : endpoint;
        if (!has(to, "fileExist")) {
            to = with(to, "fileExist=" + exist);
        }
        return has(to, "tempFileName") || has(to, "tempPrefix") ? to
                : with(to, "tempFileName=.${header." + NextmvHeaders.TICKET + "}.part");
    }

    private static boolean has(String endpoint, String option) {
        return endpoint.matches(".*[?&]" + option + "=.*");
    }

    private static String with(String endpoint, String option) {
        return endpoint + (endpoint.contains("?") ? "&" : "?") + option;
    }

    private static Optional<String> asked(String endpoint, Message answer) {
        Endpoint made = answer.getExchange().getContext().getEndpoint(endpoint);
        return Optional.of(made).filter(GenericFileEndpoint.class::isInstance)
                .map(files -> ((GenericFileEndpoint<?>) files).getFileName())
                .map(name -> name.evaluate(answer.getExchange(), String.class)).filter(name -> !name.isBlank());
    }

    /** What a sender may have chosen is part of it: each element is the name of a file. */
    private static String contained(String name) {
        return Arrays.stream(name.replace('\\', '_').split("/")).filter(element -> !element.isEmpty())
                .map(element -> element.matches("[.]+") ? "_" : element.replaceAll("\\p{Cntrl}", "_"))
                .collect(Collectors.joining("/"));
    }

    @Override
    public Optional<Refusal> refusal(Throwable thrown) {
        return thrown instanceof GenericFileOperationFailedException && thrown.getMessage() != null
                && thrown.getMessage().startsWith(TAKEN) ? Optional.of(Refusal.NAME_TAKEN) : Optional.empty();
    }
}
