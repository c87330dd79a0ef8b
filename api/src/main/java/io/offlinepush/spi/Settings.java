package io.offlinepush.spi;

import io.offlinepush.api.SettingsException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Settings by name, read once at start. A setting that is missing, misspelt or out of its range is a
 * {@link SettingsException} that names the full setting and says what to write.
 *
 * <p>Not safe for several threads: one thread reads it at start.
 */
public final class Settings {

    /** Java would take the digits of every script. */
    private static final Pattern WHOLE_NUMBER = Pattern.compile("[+-]?[0-9]+");

    private static final Pattern TIME = Pattern.compile("([0-9]+)(ms|s|m|h)");

    /** One wrong letter in so many is a slip; more is another name. */
    private static final int LETTERS_FOR_A_SLIP = 4;

    private static final int MOST_SLIPS = 3;

    private final String prefix;
    private final Map<String, String> values;
    private final Set<String> known = new LinkedHashSet<>();
    private final Set<Shape> shapes = new LinkedHashSet<>();

    /** Names that a host makes up in the middle, like {@code apps.<app>.serviceAccount}. */
    private record Shape(String start, String end) {

        boolean matches(String name) {
            return name.length() > start.length() + end.length() && name.startsWith(start) && name.endsWith(end);
        }

        /** What a misspelt name would be if it had this start and end; empty if it is nothing like it. */
        Optional<String> mended(String name) {
            int last = name.lastIndexOf('.');
            boolean like = last > start.length() && name.regionMatches(true, 0, start, 0, start.length());
            return like ? Optional.of(start + name.substring(start.length(), last) + end) : Optional.empty();
        }
    }

    /**
     * Settings below a prefix.
     *
     * @param prefix the text put before each name in messages, for example {@code harmonyos.}; may be empty
     * @param values the values by name, without the prefix
     */
    public Settings(String prefix, Map<String, String> values) {
        this.prefix = prefix;
        this.values = new TreeMap<>(values);
    }

    /**
     * The names that are set.
     *
     * @return the names without the prefix, in order
     */
    public Set<String> names() {
        return values.keySet();
    }

    /**
     * The names that are set and contain a part chosen by the host, for example the app in
     * {@code apps.<app>.serviceAccount}.
     *
     * @param start the start of the names, for example {@code apps.}
     * @param end the end of the names, after one character or more, for example {@code .serviceAccount}
     * @return the names without the prefix, in order; their values are still to be read
     */
    public Set<String> names(String start, String end) {
        Shape shape = new Shape(start, end);
        shapes.add(shape);
        Set<String> names = new LinkedHashSet<>();
        values.keySet().stream().filter(shape::matches).forEach(names::add);
        return names;
    }

    /**
     * The full name of a setting, for messages.
     *
     * @param name the name without the prefix
     * @return the name with the prefix, for example {@code harmonyos.url}
     */
    public String fullName(String name) {
        return prefix + name;
    }

    /**
     * A text.
     *
     * @param name the name without the prefix
     * @return the value without white space around it; empty if it is not set
     * @throws SettingsException if the value is blank
     */
    public Optional<String> text(String name) {
        known.add(name);
        String value = values.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (value.isBlank()) {
            throw new SettingsException(fullName(name), "must not be blank; leave it out instead");
        }
        return Optional.of(value.strip());
    }

    /**
     * A text that must be set.
     *
     * @param name the name without the prefix
     * @param whatToWrite the end of the sentence "must be set: …"
     * @return the value
     * @throws SettingsException if the setting is missing or blank
     */
    public String requiredText(String name, String whatToWrite) {
        return text(name).orElseThrow(() -> new SettingsException(fullName(name), "must be set: " + whatToWrite));
    }

    /**
     * A whole number.
     *
     * @param name the name without the prefix
     * @param byDefault the value if it is not set
     * @param least the lowest allowed value
     * @param most the highest allowed value
     * @return the value
     * @throws SettingsException if the value is not a whole number in that range
     */
    public int number(String name, int byDefault, int least, int most) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return byDefault;
        }
        String rule = "must be a whole number from " + least + " to " + most + ", found " + text.get();
        if (!WHOLE_NUMBER.matcher(text.get()).matches()) {
            throw new SettingsException(fullName(name), rule);
        }
        try {
            int value = Integer.parseInt(text.get());
            if (value < least || value > most) {
                throw new SettingsException(fullName(name), rule);
            }
            return value;
        } catch (NumberFormatException e) {
            throw new SettingsException(fullName(name), rule);
        }
    }

    /**
     * True or false.
     *
     * @param name the name without the prefix
     * @param byDefault the value if it is not set
     * @return the value
     * @throws SettingsException if the value is neither {@code true} nor {@code false}
     */
    public boolean flag(String name, boolean byDefault) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return byDefault;
        }
        return switch (text.get()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new SettingsException(fullName(name), "must be true or false, found " + text.get());
        };
    }

    /**
     * A length of time, written as {@code 500ms}, {@code 5s}, {@code 10m}, {@code 24h}, or in ISO 8601 as {@code PT5S}.
     *
     * @param name the name without the prefix
     * @param byDefault the value if it is not set
     * @param least the shortest allowed time
     * @param most the longest allowed time
     * @return the value
     * @throws SettingsException if the value is not a time in that range
     */
    public Duration duration(String name, Duration byDefault, Duration least, Duration most) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return byDefault;
        }
        String rule = "must be a time from " + shown(least) + " to " + shown(most)
                + ", written like 500ms, 5s, 10m or 24h, found " + text.get();
        Duration value = parsed(text.get()).orElseThrow(() -> new SettingsException(fullName(name), rule));
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new SettingsException(fullName(name), rule);
        }
        return value;
    }

    /**
     * Refuses settings that are set but were never read, because their names are probably misspelt.
     *
     * @throws SettingsException naming the setting, and the setting that was most likely meant; most likely is a name
     *     that differs only in case, hyphens and underscores, as names of environment variables do
     */
    public void refuseUnknown() {
        for (String name : values.keySet()) {
            if (!known.contains(name)) {
                String nearest = nearest(name)
                        .map(other -> "; did you mean " + fullName(other) + "?")
                        .orElse("");
                throw new SettingsException(fullName(name), "is not a setting" + nearest);
            }
        }
    }

    /** The name that was meant: one that differs in case or separators only, or one that is nearly the same. */
    private Optional<String> nearest(String name) {
        Set<String> candidates = new LinkedHashSet<>(known);
        shapes.stream().flatMap(shape -> shape.mended(name).stream()).forEach(candidates::add);
        String folded = folded(name);
        int slips = Math.min(MOST_SLIPS, name.length() / LETTERS_FOR_A_SLIP);
        return candidates.stream()
                .filter(other -> distance(folded, folded(other)) <= slips)
                .min(Comparator.comparingInt(other -> distance(folded, folded(other))));
    }

    /** As it looks in an environment variable. */
    private static String folded(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[_-]", "");
    }

    private static Optional<Duration> parsed(String text) {
        try {
            String lower = text.toLowerCase(Locale.ROOT);
            if (lower.startsWith("p")) {
                return Optional.of(Duration.parse(text));
            }
            Matcher matcher = TIME.matcher(lower);
            if (!matcher.matches()) {
                return Optional.empty();
            }
            long count = Long.parseLong(matcher.group(1));
            return Optional.of(
                    switch (matcher.group(2)) {
                        case "ms" -> Duration.ofMillis(count);
                        case "s" -> Duration.ofSeconds(count);
                        case "m" -> Duration.ofMinutes(count);
                        default -> Duration.ofHours(count);
                    });
        } catch (NumberFormatException | DateTimeParseException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    private static String shown(Duration time) {
        return time.toMillis() % 1000 == 0 ? time.toSeconds() + "s" : time.toMillis() + "ms";
    }

    /** The number of letters to add, drop or change between two names. */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int change = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }
}
