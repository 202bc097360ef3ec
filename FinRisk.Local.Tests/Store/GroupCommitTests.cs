using FinRisk.Local.Tests.Harness;

namespace FinRisk.Local.Tests.Store;

/// <summary>Changes that come during a commit share the next one, and nobody is told before the disk has it.</summary>
public sealed class GroupCommitTests : IDisposable
{
    private readonly StoreBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_change_ends_when_another_connection_sees_it()
    {
        for (byte number = 0; number < 20; number++)
        {
            await _bench.Store.AcceptAsync(Sample.Input(Sample.Id(number)));
            Assert.Equal(number + 1, _bench.Count("running"));
        }
    }

    [Fact]
    public async Task What_is_queued_during_a_commit_shares_the_next_one_in_its_order()
    {
        var seen = new List<(int Change, long Committed)>();
        var held = await HeldWriter.HoldAsync(_bench.Writer);
        var changes = Enumerable.Range(0, 5).Select(number => _bench.Writer.WriteAsync(store =>
        {
            store.Accept(Sample.Id((byte)number).Value, [1]);
            seen.Add((number, _bench.Count("running")));
            return number;
        })).ToArray();
        Assert.DoesNotContain(changes, change => change.IsCompleted);

        await held.DisposeAsync();
        var answers = await Task.WhenAll(changes);
        Assert.Equal([0, 1, 2, 3, 4], answers);

        // Not one of the five was committed while the last was being carried out: one commit for all.
        Assert.Equal([(0, 0L), (1, 0L), (2, 0L), (3, 0L), (4, 0L)], seen);
        Assert.Equal(5, _bench.Count("running"));
    }

    [Fact]
    public async Task Many_at_once_are_all_there_when_they_end()
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = 32 };
        await Parallel.ForEachAsync(Enumerable.Range(0, 500), parallel, async (number, _) =>
        {
            var id = Sample.Id((byte)(number % 250), Sample.Start.AddMinutes(number));
            await _bench.Store.AcceptAsync(Sample.Input(id));
            Assert.Single(_bench.Readers.Read(reader => reader.ReadState().Unfinished), left => left.Input.ValidationId == id);
        });
        Assert.Equal(500, _bench.Count("running"));
    }
}
