package io.camelnextmv.headers;

/**
 * The name under which a report goes to the same endpoint as its input, apart.
 *
 * @param header the header by which that endpoint takes a name
 * @param name   the name, as it takes it there, in which nothing is evaluated
 */
public record ReportName(String header, Object name) {
}
