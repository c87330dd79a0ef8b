package io.offlinepush.sandbox.rules;

/**
 * What {@code notification.badge} does to the number on the app's icon.
 *
 * @param addNum 1 to 99, or 0 for no change
 * @param setNum 0 to 99, or -1 when absent; wins over {@code addNum}
 */
public record BadgeChange(int addNum, int setNum) {
    private static final BadgeChange NONE = new BadgeChange(0, -1);

    static BadgeChange read(Fields notification) {
        return notification
                .optionalObject("badge", "addNum", "setNum")
                .map(f -> new BadgeChange(f.integer("addNum", 1, 99, 0), f.integer("setNum", 0, 99, -1)))
                .orElse(NONE);
    }

    public int applyTo(int badge) {
        return setNum >= 0 ? setNum : badge + addNum;
    }
}
