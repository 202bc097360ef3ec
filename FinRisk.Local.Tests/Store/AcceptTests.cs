using System.Text;
using FinRisk.Local.Tests.Harness;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Validations;

namespace FinRisk.Local.Tests.Store;

/// <summary>What is accepted, what stands in its way, and what remains of it.</summary>
public sealed class AcceptTests : IDisposable
{
    private static readonly ValidationId Id = Sample.Id(1);

    private readonly StoreBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData(FailureCode.VendorError, false, true)]
    [InlineData(FailureCode.CircuitOpen, false, true)]
    [InlineData(FailureCode.VendorRejected, true, false)]
    public async Task Only_a_final_failure_stands_in_the_way_of_its_id(FailureCode code, bool final, bool replaced)
    {
        await _bench.Store.CompleteAsync(Sample.Failed(Id, code, final));
        var existing = await _bench.Store.AcceptAsync(Sample.Input(Id));
        Assert.Equal(replaced ? null : Sample.Failed(Id, code, final), existing);
        Assert.Equal((replaced ? 1 : 0, replaced ? 0 : 1), (_bench.Count("running"), _bench.Count("ended")));
    }

    [Fact]
    public async Task The_sealed_applicant_is_erased_with_the_end()
    {
        var input = Sample.Input(Id);
        await _bench.Store.AcceptAsync(input);
        Assert.Equal(1, _bench.Number("SELECT count(*) FROM running WHERE length(input) > 0"));
        await _bench.Store.CompleteAsync(Sample.Scored(Id));
        Assert.Equal((0, 1), (_bench.Count("running"), _bench.Count("ended")));
        Assert.Equal(0, _bench.Number($"SELECT count(*) FROM ended WHERE instr(outcome, '{input.Applicant.Payload}') > 0"));
    }

    [Fact]
    public async Task No_file_ever_holds_the_applicant_in_clear()
    {
        await _bench.Store.AcceptAsync(Sample.Input(Id));
        await _bench.Store.CompleteAsync(Sample.Scored(Id));
        var bytes = Encoding.Latin1.GetString(_bench.Folder.DatabaseBytes());

        // The caller's name proves that the search would find what is there.
        Assert.Contains("alice", bytes, StringComparison.Ordinal);
        Assert.DoesNotContain("8001015009087", bytes, StringComparison.Ordinal);
        Assert.DoesNotContain("Jane", bytes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_journal_of_an_unknown_validation_is_nobodys()
    {
        await _bench.Store.JournalAsync(Id.Value, []);
        Assert.Empty(_bench.Readers.Read(reader => reader.ReadState().Unfinished));
    }
}
