package io.camelnextmv.pickup;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The names that programs give to files which are unfinished, or nobody's input: such files are left where they are.
 * What begins with a dot is left anyway; that covers rsync ({@code .x.AbC123}), LibreOffice ({@code .~lock.x#}),
 * AppleDouble ({@code ._x}), {@code .DS_Store}, vim ({@code .x.swp}), Syncthing ({@code .syncthing.x.tmp}), Nextcloud
 * ({@code .x.~1a2b}), lftp ({@code .in.x}), ProFTPD, Pure-FTPd, AzCopy, NFS ({@code .nfs…}), FUSE and Samba.
 */
public final class IgnoredNames {
    /** Patterns and whose they are. In a pattern * stands for any letters, ? for one; case does not matter. */
    private static final List<Known> KNOWN = List.of(
            new Known("*.tmp", "many programs; Word while it saves"),
            new Known("*.temp", "many programs"),
            new Known("*.part", "Firefox, KDE, Transmission, yt-dlp"),
            new Known("*.partial", "rclone, Internet Explorer"),
            new Known("*.filepart", "WinSCP"),
            new Known("*.crdownload", "Chrome, Edge"),
            new Known("*.crswap", "Chrome, where a page writes a file"),
            new Known("*.download", "Safari"),
            new Known("*.opdownload", "Opera"),
            new Known("*.fdmdownload", "Free Download Manager"),
            new Known("*.dtapart", "DownThemAll"),
            new Known("*.aria2", "aria2"),
            new Known("*.!ut", "uTorrent"),
            new Known("*.!qb", "qBittorrent"),
            new Known("*.!sync", "Resilio Sync"),
            new Known("*_.gstmp", "gsutil, gcloud storage"),
            new Known("*._copying_", "Hadoop"),
            new Known("*.writing", "Spring Integration"),
            new Known("*.inprogress", "Flink"),
            new Known("*.uploading", "many programs"),
            new Known("*.camellock", "Camel"),
            new Known("*.ffs_tmp", "FreeFileSync"),
            new Known("*.ffs_lock", "FreeFileSync"),
            new Known("~syncthing~*", "Syncthing on Windows"),
            new Known("~$*", "Excel, Word, PowerPoint: who has the file open"),
            new Known("*.swp", "vim"),
            new Known("*.swo", "vim"),
            new Known("*.swx", "vim"),
            new Known("*~", "Emacs, vim, gedit: the version before"),
            new Known("#*#", "Emacs: saved by itself"),
            new Known("*.lnk", "Windows: a shortcut to a file, not the file"),
            new Known("*.url", "Windows: a shortcut to a page"),
            new Known("thumbs.db", "Windows"),
            new Known("ehthumbs.db", "Windows"),
            new Known("desktop.ini", "Windows"),
            new Known("icon\r", "macOS"),
            // Moved back from errors/ it would be run as an input.
            new Known("*.bad-output", "this gateway: an output that could not be delivered"));
    private static final String ANY = "*";
    private final List<Match> matches = new ArrayList<>();

    /** A pattern and the programs that are known for it. */
    private record Known(String pattern, String kind) {
    }

    /** Whether a name in small letters is meant. */
    private interface Match {
        boolean test(String lower);
    }

    /** @param more further patterns, of names without a slash */
    public IgnoredNames(List<String> more) {
        KNOWN.forEach(known -> matches.add(match(known.pattern())));
        more.forEach(pattern -> matches.add(match(pattern.toLowerCase(Locale.ROOT))));
    }

    /**
     * @param name a file's name
     * @return whether such a file is left where it is
     */
    public boolean has(String name) {
        if (name.startsWith(".")) {
            return true;
        }
        String lower = name.toLowerCase(Locale.ROOT);
        for (Match match : matches) {
            if (match.test(lower)) {
                return true;
            }
        }
        return false;
    }

    /** Nearly all are a beginning and an end, which are asked for a hundred thousand names in no time. */
    private static Match match(String pattern) {
        int star = pattern.indexOf(ANY);
        if (pattern.indexOf('?') < 0 && star == pattern.lastIndexOf(ANY)) {
            if (star < 0) {
                return pattern::equals;
            }
            String start = pattern.substring(0, star);
            String end = pattern.substring(star + 1);
            int least = start.length() + end.length();
            return lower -> lower.length() >= least && lower.startsWith(start) && lower.endsWith(end);
        }
        StringBuilder regex = new StringBuilder();
        for (int letter : pattern.codePoints().toArray()) {
            regex.append(letter == '*' ? ".*" : letter == '?' ? "." : Pattern.quote(Character.toString(letter)));
        }
        Pattern compiled = Pattern.compile(regex.toString(), Pattern.DOTALL);
        return lower -> compiled.matcher(lower).matches();
    }
}
