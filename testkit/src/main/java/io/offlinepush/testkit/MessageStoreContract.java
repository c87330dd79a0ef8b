package io.offlinepush.testkit;

/**
 * What a {@link io.offlinepush.spi.MessageStore} must do: a test class implements this interface, and every rule of the
 * port is a test that bears its number, or the name of the operation that says it of itself. Whoever writes a store
 * reads the Javadoc of {@link io.offlinepush.spi.MessageStore}, {@link io.offlinepush.spi.Outbox},
 * {@link io.offlinepush.spi.Nodes} and {@link io.offlinepush.spi.Cursors}, and runs this one class; nothing else of the
 * library is needed for it.
 *
 * <pre>{@code
 * class MyStoreTest implements MessageStoreContract {
 *     private final ManualRuntime runtime = new ManualRuntime();
 *
 *     public MessageStore open() { return new MyStore(emptyDirectory(), runtime.clock()); }
 *     public MessageStore reopen(MessageStore store) {
 *         store.close();
 *         return new MyStore(sameDirectory(), runtime.clock());
 *     }
 *     public void passTime(Duration time) { runtime.advance(time); }
 * }
 * }</pre>
 *
 * <p>Not tested here, because nothing outside a store can see it:
 *
 * <ul>
 *   <li>of rule 1, that what is declared as {@code PROCESS} or {@code POWER} survives a kill or a power cut:
 *       {@link StoreSubject#reopen} closes in good order
 *   <li>of rule 7, how often a message is written below; it is tested that it is read once
 *   <li>of rule 8, how long an operation takes: measure it, with a small and a large store; it is tested that it hands
 *       over what was asked for, however much there is
 * </ul>
 */
public interface MessageStoreContract
        extends TimelineRules,
                KeyRules,
                PartRules,
                LaneRules,
                BacklogRules,
                SplitRules,
                EndRules,
                DeadRules,
                SupersededRules,
                RetentionRules,
                ForgetRules,
                CursorRules,
                CostRules,
                CountRules,
                NamespaceRules {}
