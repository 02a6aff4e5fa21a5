/**
 * A Nextmv Cloud of one process, for people without an account and for tests: {@link
 * io.camelnextmv.sandbox.Sandbox} serves the run API of the vendor's public documentation, and the object storage
 * behind its presigned URLs, from memory. Nothing here knows of Camel or of the other packages.
 *
 * <h2>The decision</h2>
 * Every app is the same: a short round tour over the input's {@code stops}. A stop has an {@code id} (text or number)
 * and {@code lon} and {@code lat} in degrees, or {@code x} and {@code y} in any unit, at its top or under
 * {@code location}. The tour begins with the first stop and returns to it; its {@code length} is in meters along great
 * circles for degrees, else in the unit of x and y. It is found by nearest neighbour and improved by 2-opt, with
 * bounded effort: at most 4 million moves are looked at; from 2,001 stops on the first tour goes up and down in
 * strips; from 50,001 on the stops are taken as they come. The same input gives the same tour. An input without stops
 * gives an empty tour. The output is
 * <pre>{"options": {…}, "solutions": [{"tour": ["a", …], "length": 4.0, "unit": ""}], "statistics": {…}}</pre>
 *
 * <h2>Options of a run</h2>
 * <ul>
 * <li>{@code duration}: how long the run takes: {@code 2} or {@code 2s}, {@code 500ms}, {@code 1.5m}, {@code 1h};
 * otherwise the run time of the settings</li>
 * <li>{@code fail}: the run fails with this message; so does an input with a text {@code fail} at its top</li>
 * <li>{@code partial}, {@code true}: a run that fails so has its output all the same, whatever its format; an input
 * asks for that with {@code "partial": true} at its top</li>
 * <li>{@code output_size}: the output is padded to at least so many bytes, to try large results</li>
 * </ul>
 *
 * <h2>Where it knowingly differs from the cloud</h2>
 * <ul>
 * <li>Runs and webhooks end with the process. There is one account with one key. Instances, execution classes,
 * secrets collections, integrations and experiments are taken and shown, and change nothing.</li>
 * <li>Applications are not created: any is known, but for those the settings name. Their list shows those that the
 * settings name or that have runs.</li>
 * <li>The account's queue has pages of 1,000 rows. The test of a webhook is {@code POST /v1/webhooks/{id}/test}: it
 * sends one event, for a run that there is not. {@code DELETE} on a run forgets it, whatever it does, and answers 204;
 * no event tells of that.</li>
 * <li>Where the documentation is silent the sandbox chose: an inline input, an upload or a plain result over its limit
 * is answered with 413, a plain result that is not JSON with 400, canceling a run that has ended with 409, a method
 * that a path does not have with 405; the list of webhooks is under {@code items}. A large result can be asked for by
 * URL up to 100 MB.</li>
 * <li>Presigned URLs are on the same host, hold a signature of the sandbox's own, and answer errors in XML, as object
 * storage does. An upload is not bound to the application that asked for its URL.</li>
 * <li>A run is assigned at once: it is {@code running} in the first metadata if there is capacity.</li>
 * <li>A multi-file run takes the first {@code .json} file of at most 5 MB as its input and answers with the files it
 * was given and {@code solution.json}. Its archive is never unpacked, and one with links or with names that lead out
 * of its folder fails the run. The format {@code text} has no stops.</li>
 * <li>The one asset of a run is its output.</li>
 * </ul>
 */
package io.camelnextmv.sandbox;
