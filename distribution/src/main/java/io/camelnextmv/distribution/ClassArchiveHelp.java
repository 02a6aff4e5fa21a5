package io.camelnextmv.distribution;

import picocli.CommandLine.Command;

/** What the start script does by itself, for the man page and the completion. */
@Command(name = ClassArchiveHelp.NAME, description = "Writes the class-data archive, by which starts take half as long: once"
        + " after an installation, and after a change of Java. Done by the start script.")
final class ClassArchiveHelp {
    static final String NAME = "class-archive";
}
