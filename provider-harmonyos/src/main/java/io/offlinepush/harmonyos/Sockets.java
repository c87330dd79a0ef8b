package io.offlinepush.harmonyos;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.offlinepush.api.SettingsException;
import io.offlinepush.spi.Settings;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;

/**
 * How connections reach the kernel: through the JDK or, on Linux, through Netty's epoll, which costs less CPU. The
 * classes of the latter may be absent: only methods of {@link #EPOLL} name them, and they are loaded when those run.
 */
// The successors of these event loops exist in Netty 4.2 only, and hosts on Spring Boot 3 bring 4.1.
@SuppressWarnings("deprecation")
enum Sockets {
    /** The JDK's. */
    NIO {
        @Override
        EventLoopGroup loops(int threads, ThreadFactory factory) {
            return new NioEventLoopGroup(threads, factory);
        }

        @Override
        Class<? extends SocketChannel> channel() {
            return NioSocketChannel.class;
        }
    },
    /** Linux's, which the host brings as netty-transport-native-epoll. */
    EPOLL {
        @Override
        EventLoopGroup loops(int threads, ThreadFactory factory) {
            return new EpollEventLoopGroup(threads, factory);
        }

        @Override
        Class<? extends SocketChannel> channel() {
            return EpollSocketChannel.class;
        }
    };

    private static final String SETTING = "transport";

    abstract EventLoopGroup loops(int threads, ThreadFactory factory);

    abstract Class<? extends SocketChannel> channel();

    /**
     * The one that is demanded; otherwise epoll where it is there. With {@code nio} nothing native is loaded.
     *
     * @throws SettingsException naming the setting, if the demanded one is unknown or not there
     */
    static Sockets read(Settings settings) {
        return switch (settings.text(SETTING).orElse("auto")) {
            case "auto" -> missingEpoll().isEmpty() ? EPOLL : NIO;
            case "nio" -> NIO;
            case "epoll" -> {
                missingEpoll().ifPresent(why -> {
                    throw new SettingsException(
                            settings.fullName(SETTING),
                            "demands epoll, which is not there (" + why
                                    + "): add io.netty:netty-transport-native-epoll for this system, or set auto "
                                    + "or nio");
                });
                yield EPOLL;
            }
            default -> throw new SettingsException(settings.fullName(SETTING), "must be auto, nio or epoll");
        };
    }

    private static Optional<String> missingEpoll() {
        try {
            return Epoll.isAvailable() ? Optional.empty() : Optional.of(String.valueOf(Epoll.unavailabilityCause()));
        } catch (LinkageError e) {
            return Optional.of(e.toString());
        }
    }

    /** As the setting calls it. */
    @Override
    public String toString() {
        return this == NIO ? "nio" : "epoll";
    }
}
