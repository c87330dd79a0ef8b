package io.offlinepush.benchmarks;

import io.offlinepush.api.Conversation;
import io.offlinepush.api.GroupId;
import io.offlinepush.api.Message;
import io.offlinepush.api.SendConfig;
import io.offlinepush.api.UserId;
import io.offlinepush.inmemory.InMemoryGroupDirectory;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** One group of all users, and teams of a thousand; in each is also who writes, without a device. */
final class Groups {

    static final int ALL = Users.COUNT;
    static final int TEAM_SIZE = 1000;
    static final int TEAMS = ALL / TEAM_SIZE;

    private static final UserId WRITER = new UserId("writer");
    private static final GroupId EVERYBODY = new GroupId("everybody");
    private static final Instant LONG_AGO = Instant.EPOCH;

    private final InMemoryGroupDirectory directory = new InMemoryGroupDirectory();

    Groups() {
        directory.join(EVERYBODY, WRITER, LONG_AGO);
        for (int team = 0; team < TEAMS; team++) {
            directory.join(team(team), WRITER, LONG_AGO);
            for (int i = team * TEAM_SIZE; i < (team + 1) * TEAM_SIZE; i++) {
                directory.join(team(team), Users.user(i), LONG_AGO);
                directory.join(EVERYBODY, Users.user(i), LONG_AGO);
            }
        }
    }

    InMemoryGroupDirectory directory() {
        return directory;
    }

    Users.Send toAll() {
        return to(EVERYBODY);
    }

    /** One message for each team. */
    List<Users.Send> toTeams() {
        return IntStream.range(0, TEAMS).mapToObj(number -> to(team(number))).toList();
    }

    private static GroupId team(int number) {
        return new GroupId(String.format(Locale.ROOT, "team%03d", number));
    }

    private static Users.Send to(GroupId group) {
        return new Users.Send(
                Message.text(WRITER, Conversation.group(group), Users.TEXT), SendConfig.push(Users.push(Users.TEXT)));
    }
}
