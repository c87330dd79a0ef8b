package io.offlinepush.harmonyos;

import java.util.Random;

/**
 * Seeded cases: the same ones in every run, a hundred times as many with {@code -Dofflinepush.full=true} (profile
 * {@code full}), others with {@code -Dofflinepush.seed=…}. A failure names its seed.
 */
final class Cases {

    static final boolean FULL = Boolean.getBoolean("offlinepush.full");
    private static final long SEED = Long.getLong("offlinepush.seed", 20_260_301L);

    private Cases() {}

    /** One case. */
    interface Case {
        void run(Random random) throws Exception;
    }

    /** Runs them; {@code offlinepush.case} runs one alone, by the seed that its failure named. */
    static void run(int normally, Case each) {
        Long alone = Long.getLong("offlinepush.case");
        if (alone != null) {
            one(alone, each);
            return;
        }
        int cases = FULL ? Math.multiplyExact(normally, 100) : normally;
        for (int i = 0; i < cases; i++) {
            one(SEED + i, each);
        }
    }

    private static void one(long seed, Case each) {
        try {
            each.run(new Random(seed));
        } catch (Exception | Error e) {
            throw new AssertionError("case failed, repeat it alone with -Dofflinepush.case=" + seed, e);
        }
    }

    /** Spoils bytes: nothing, or some of them changed, cut, repeated, put in. */
    static byte[] spoiled(Random random, byte[] whole, String[] spice) {
        byte[] bytes = whole.clone();
        int changes = random.nextInt(5);
        for (int i = 0; i < changes && bytes.length > 0; i++) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(6)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> bytes = java.util.Arrays.copyOf(bytes, at);
                case 3 -> bytes = joined(bytes, at, java.util.Arrays.copyOfRange(bytes, random.nextInt(at + 1), at));
                case 4 ->
                    bytes = joined(
                            bytes,
                            at,
                            spice[random.nextInt(spice.length)].getBytes(java.nio.charset.StandardCharsets.UTF_8));
                default -> {
                    byte[] noise = new byte[random.nextInt(64)];
                    random.nextBytes(noise);
                    bytes = joined(bytes, at, noise);
                }
            }
        }
        return bytes;
    }

    static byte[] joined(byte[] bytes, int at, byte[] more) {
        byte[] joined = new byte[bytes.length + more.length];
        System.arraycopy(bytes, 0, joined, 0, at);
        System.arraycopy(more, 0, joined, at, more.length);
        System.arraycopy(bytes, at, joined, at + more.length, bytes.length - at);
        return joined;
    }
}
