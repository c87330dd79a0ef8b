package io.offlinepush.benchmarks;

import io.offlinepush.inmemory.InMemoryBindingRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.LongFunction;

/**
 * Messages to groups whose members are all offline: 100,000 members to a provider that accepts at once, groups of 1,000
 * one after the other, and 100,000 members over HTTP/2 and TLS against Pushy, which takes one token a request.
 */
final class GroupBenchmark {

    private static final int WARM_UP = 5;
    private static final int WIRE_WARM_UP = 3;
    private static final int BATCH = 1000;

    private final Options options;
    private final InMemoryBindingRegistry registry = new InMemoryBindingRegistry();
    private final Groups groups = new Groups();

    private GroupBenchmark(Options options) {
        this.options = options;
    }

    public static void main(String[] args) throws Exception {
        GroupBenchmark benchmark = new GroupBenchmark(Options.parse(args));
        benchmark.inMemory();
        try (Gateways gateways = new Gateways()) {
            benchmark.overTheWire(gateways);
        }
        System.exit(0);
    }

    private void inMemory() {
        options.print("one group of " + Groups.ALL + ", and " + Groups.TEAMS + " of " + Groups.TEAM_SIZE, WARM_UP);
        Yardstick yardstick = new Yardstick();
        AcceptsAtOnce provider = new AcceptsAtOnce();
        List<Measured> bare = new ArrayList<>();
        List<Measured> large = new ArrayList<>();
        List<Measured> small = new ArrayList<>();
        List<Double> firsts = new ArrayList<>();
        List<Double> through = new ArrayList<>();
        try (Instance instance = new Instance(registry, provider, groups.directory(), options.settings())) {
            Users.bind(instance.push, Users.COUNT);
            GroupRounds rounds = new GroupRounds(instance, provider.handed);
            for (int i = -WARM_UP; i < options.rounds(); i++) {
                Measured maps = yardstick.members(10);
                Measured all = rounds.one(groups.toAll(), Groups.ALL);
                double first = (provider.handed.first() - rounds.sentAt()) / 1e6;
                List<Double> millis = new ArrayList<>();
                Measured teams = rounds.each(groups.toTeams(), Groups.TEAM_SIZE, millis);
                System.out.printf(
                        "round %d: three map reads %s | 100,000 members %s, first after %.1f ms"
                                + " | 1,000 members %s, through after %.1f ms%n",
                        i + 1, maps, all, first, teams, Measured.median(millis, each -> each));
                if (i >= 0) {
                    bare.add(maps);
                    large.add(all);
                    small.add(teams);
                    firsts.add(first);
                    through.addAll(millis);
                }
            }
        }
        Measured ofLarge = Measured.median(large);
        System.out.printf(
                "medians: three map reads %s | 100,000 members %s | 1,000 members %s%n",
                Measured.median(bare), ofLarge, Measured.median(small));
        Goals.atLeast("fanout.core", ofLarge.rate(), 500_000);
        Goals.atMost("fanout.core.cpu", ofLarge.cpu(), 3);
        Goals.atMost("fanout.flat", ofLarge.cpu() / Measured.median(small).cpu(), 1.2);
        Goals.atMost("fanout.flat.first.ms", Measured.median(firsts, each -> each), 50);
        Goals.atMost("fanout.flat.1000.ms", Measured.median(through, each -> each), 5);
    }

    private void overTheWire(Gateways gateways) throws Exception {
        options.print("one group of " + Groups.ALL + " over the wire, and the provider alone", WIRE_WARM_UP);
        LongFunction<CompletionStage<Boolean>> pushy = gateways.pushy();
        CountsAccepted provider = new CountsAccepted(gateways.takesAll());
        List<Measured> oneByOne = new ArrayList<>();
        List<Measured> whole = new ArrayList<>();
        List<Measured> alone = new ArrayList<>();
        try (Instance instance = new Instance(registry, provider, groups.directory(), options.settings())) {
            GroupRounds rounds = new GroupRounds(instance, provider.accepted);
            for (int i = -WIRE_WARM_UP; i < options.rounds(); i++) {
                Measured theirs = Pushes.round(Users.COUNT, false, pushy);
                Measured ours = rounds.one(groups.toAll(), Groups.ALL);
                Measured bare = ProviderAlone.round(provider, BATCH);
                System.out.printf("round %d: Pushy %s | whole way %s | provider alone %s%n", i + 1, theirs, ours, bare);
                if (i >= 0) {
                    oneByOne.add(theirs);
                    whole.add(ours);
                    alone.add(bare);
                }
            }
        }
        double yardstick = Measured.median(oneByOne).rate();
        System.out.printf(
                "medians: Pushy %s | whole way %s | provider alone %s; %d tries were not accepted%n",
                Measured.median(oneByOne), Measured.median(whole), Measured.median(alone), provider.others());
        Goals.atLeast("fanout.tokens", Measured.median(whole).rate() / yardstick, 4);
        Goals.atLeast("fanout.provider", Measured.median(alone).rate() / yardstick, 40);
    }
}
