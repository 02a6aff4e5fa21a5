package io.camelnextmv.deliver;

import java.nio.file.Path;

/**
 * An inbox and where its inputs come back.
 *
 * @param inbox    the inbox
 * @param errors   where inputs without an output go
 * @param canceled the same for canceled ones
 */
public record RedriveWay(Path inbox, Path errors, Path canceled) {
}
