package io.offlinepush.sandbox.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One JSON object of a request, which knows its path and refuses, naming the member, whatever is not as the reference
 * says: an unknown member, a missing one, a wrong type ({@code null} is one), a value out of range.
 */
public final class Fields {
    private final String path;
    private final ObjectNode node;
    private final Set<String> known;

    private Fields(String path, JsonNode node, String... members) {
        this.path = path;
        if (!(node instanceof ObjectNode object)) {
            throw Refusal.payload((path.isEmpty() ? "the body" : path) + " must be an object");
        }
        this.node = object;
        this.known = Set.of(members);
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name)) {
                throw illegal(Printable.clipped(name, 64), "is not a known member");
            }
        }
    }

    public static Fields root(JsonNode node, String... members) {
        return new Fields("", node, members);
    }

    public boolean has(String name) {
        if (!known.contains(name)) {
            throw new IllegalStateException("read but not declared: " + name);
        }
        return node.has(name);
    }

    Fields object(String name, String... members) {
        return new Fields(at(name), required(name), members);
    }

    Optional<Fields> optionalObject(String name, String... members) {
        return has(name) ? Optional.of(object(name, members)) : Optional.empty();
    }

    /** An object whose members are free, as compact JSON text; empty when absent. */
    public String freeObject(String name) {
        if (!has(name)) {
            return "";
        }
        JsonNode value = required(name);
        if (!value.isObject()) {
            throw illegal(name, "must be an object");
        }
        return StrictJson.compact(value);
    }

    /** A string that must be there and not be empty. */
    public String text(String name) {
        String value = string(at(name), required(name));
        if (value.isEmpty()) {
            throw illegal(name, "must not be empty");
        }
        return value;
    }

    /** A string, empty when absent. */
    public String optionalText(String name) {
        return has(name) ? string(at(name), required(name)) : "";
    }

    String oneOf(String name, Set<String> values) {
        String value = text(name);
        if (!values.contains(value)) {
            throw illegal(name, "must be one of the documented values");
        }
        return value;
    }

    List<String> texts(String name) {
        JsonNode value = required(name);
        if (!value.isArray()) {
            throw illegal(name, "must be an array of strings");
        }
        List<String> texts = new ArrayList<>(value.size());
        for (JsonNode item : value) {
            texts.add(string(at(name) + "[" + texts.size() + "]", item));
        }
        return texts;
    }

    public int integer(String name, int min, int max) {
        JsonNode value = required(name);
        if (!value.isIntegralNumber()) {
            throw illegal(name, "must be an integer");
        }
        if (!value.canConvertToInt() || value.intValue() < min || value.intValue() > max) {
            throw illegal(name, "value ranges from " + min + " to " + max);
        }
        return value.intValue();
    }

    public int integer(String name, int min, int max, int absent) {
        return has(name) ? integer(name, min, max) : absent;
    }

    /** One of a few integers. */
    int oneOf(String name, int absent, int... values) {
        int value = integer(name, Integer.MIN_VALUE, Integer.MAX_VALUE, absent);
        if (Arrays.stream(values).noneMatch(allowed -> allowed == value)) {
            throw illegal(name, "must be one of " + Arrays.toString(values));
        }
        return value;
    }

    boolean bool(String name, boolean absent) {
        if (!has(name)) {
            return absent;
        }
        JsonNode value = required(name);
        if (!value.isBoolean()) {
            throw illegal(name, "must be a boolean");
        }
        return value.booleanValue();
    }

    public boolean requiredBool(String name) {
        required(name);
        return bool(name, false);
    }

    public double number(String name) {
        JsonNode value = required(name);
        if (!value.isNumber()) {
            throw illegal(name, "must be a number");
        }
        return value.doubleValue();
    }

    /** The refusal that names this member; the caller throws it. */
    public Refusal illegal(String name, String tip) {
        return Refusal.payload(at(name) + " " + tip);
    }

    /** Empties an array that was read, to measure the rest. */
    void emptyArray(String name) {
        node.putArray(name);
    }

    private JsonNode required(String name) {
        if (!has(name)) {
            throw illegal(name, "is missing");
        }
        return node.get(name);
    }

    private String at(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private static String string(String at, JsonNode value) {
        if (!value.isTextual()) {
            throw Refusal.payload(at + " must be a string");
        }
        String text = value.textValue();
        if (Printable.hasUnpairedSurrogate(text)) {
            throw Refusal.payload(at + " has an unpaired surrogate");
        }
        return text;
    }
}
