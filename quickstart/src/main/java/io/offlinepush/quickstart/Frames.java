package io.offlinepush.quickstart;

import io.offlinepush.api.ClientEvent.MessageReceived;
import io.offlinepush.api.MessageId;
import io.offlinepush.api.SessionEnd;
import io.offlinepush.api.Timeline;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** What goes over the wire between server and client: the name of a frame, then its fields. */
final class Frames {

    /** A message as the client has it. */
    record Received(
            Timeline timeline,
            long sequence,
            MessageId messageId,
            String sender,
            String content,
            boolean isOfflineMessage) {}

    /** Writes the fields of a frame. */
    @FunctionalInterface
    private interface Fields {
        void writeTo(DataOutputStream frame) throws IOException;
    }

    private Frames() {}

    static void write(DataOutputStream out, String name) throws IOException {
        write(out, name, frame -> {});
    }

    static void write(DataOutputStream out, String name, long number) throws IOException {
        write(out, name, frame -> frame.writeLong(number));
    }

    static void write(DataOutputStream out, String name, SessionEnd reason) throws IOException {
        write(out, name, frame -> frame.writeUTF(reason.name()));
    }

    static void write(DataOutputStream out, MessageReceived message) throws IOException {
        write(out, "message", frame -> {
            writeTimeline(frame, message.timeline());
            frame.writeLong(message.sequence());
            frame.writeUTF(message.messageId().value());
            frame.writeUTF(message.sender().value());
            frame.writeUTF(message.content());
            frame.writeBoolean(message.isOfflineMessage());
        });
    }

    static void writeLogin(DataOutputStream out, String user, String device) throws IOException {
        write(out, user, frame -> frame.writeUTF(device));
    }

    static void writeAcknowledgement(DataOutputStream out, Received message) throws IOException {
        write(out, "acknowledge", frame -> {
            writeTimeline(frame, message.timeline());
            frame.writeLong(message.sequence());
        });
    }

    static Received readMessage(DataInputStream in) throws IOException {
        return new Received(
                readTimeline(in),
                in.readLong(),
                new MessageId(in.readUTF()),
                in.readUTF(),
                in.readUTF(),
                in.readBoolean());
    }

    static Timeline readTimeline(DataInputStream in) throws IOException {
        return new Timeline(Timeline.Kind.valueOf(in.readUTF()), in.readUTF());
    }

    private static void writeTimeline(DataOutputStream out, Timeline timeline) throws IOException {
        out.writeUTF(timeline.kind().name());
        out.writeUTF(timeline.id());
    }

    /** Two threads may write: a frame is never cut by another. */
    private static void write(DataOutputStream out, String name, Fields fields) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream frame = new DataOutputStream(bytes);
        frame.writeUTF(name);
        fields.writeTo(frame);
        synchronized (out) {
            bytes.writeTo(out);
            out.flush();
        }
    }
}
