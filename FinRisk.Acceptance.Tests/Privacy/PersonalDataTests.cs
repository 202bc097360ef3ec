using System.Buffers;
using System.Text;
using System.Text.Json;
using FinRisk.Acceptance.Tests.Harness;

namespace FinRisk.Acceptance.Tests.Privacy;

/// <summary>Contract 3 and 6: nothing that the suite sent is anywhere in clear.</summary>
[Collection(LastGroup.Name)]
public sealed class PersonalDataTests : AcceptanceTest
{
    private const int ContextLength = 120;

    /// <summary>In the output of any host.</summary>
    [OwnHostFact]
    public async Task No_log_holds_personal_data()
    {
        await SendSomeAsync();
        Assert.NotEmpty(WorkFolder.HostLogs);
        await AssertCleanAsync(WorkFolder.HostLogs);
    }

    /// <summary>In the database of any host, or what lies beside it.</summary>
    [OwnHostFact]
    public async Task No_stored_file_holds_personal_data()
    {
        await SendSomeAsync();
        Assert.NotEmpty(WorkFolder.DataFiles);
        await AssertCleanAsync(WorkFolder.DataFiles);
    }

    /// <summary>So that the search finds what it looks for when it is there: a search that cannot fail proves nothing.</summary>
    [Fact]
    public async Task The_search_itself_works()
    {
        await SendSomeAsync();
        var mark = PersonalData.Marks.First();
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, $"a line\n{{\"x\":\"{mark}\"}}\n");
        Assert.Single(await FilesWithMarksAsync([file]));
        await File.WriteAllTextAsync(file, "nothing");
        Assert.Empty(await FilesWithMarksAsync([file]));
        File.Delete(file);
    }

    private async Task SendSomeAsync() => (await FinRisk.ValidateAsync(Applicant.New(), Ids.Keyed(Ids.IdempotencyKey()))).Is(200);

    private static async Task AssertCleanAsync(IEnumerable<string> files)
    {
        var found = await FilesWithMarksAsync(files);
        Assert.True(found.Count is 0, string.Join('\n', found));
    }

    /// <summary>
    /// The files in which a mark was found, with what stands around it; the mark itself must not get into reports either.
    /// </summary>
    private static async Task<List<string>> FilesWithMarksAsync(IEnumerable<string> files)
    {
        // As bytes, so that a binary file is searched in the same way: every octet is one Latin-1 character.
        string[] wanted = [.. PersonalData.Marks.SelectMany(Forms).Distinct().Select(
            form => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(form)))];
        var search = SearchValues.Create(wanted, StringComparison.Ordinal);
        var found = new List<string>();
        foreach (var file in files)
        {
            string text;
            try
            {
                text = await SharedFile.ReadAsync(file, Encoding.Latin1);
            }
            catch (FileNotFoundException)
            {
                // The test that plants marks has taken its own file away again.
                continue;
            }

            if (text.AsSpan().IndexOfAny(search) is >= 0 and var place)
                found.Add($"{Path.GetFileName(file)}: {Surroundings(text, place)}");
        }

        return found;
    }

    private static string Surroundings(string text, int place) =>
        PersonalData.Redact(text[Math.Max(0, place - ContextLength)..Math.Min(text.Length, place + ContextLength)]);

    /// <summary>As it was sent, and as JSON may escape it.</summary>
    private static string[] Forms(string mark) => [mark, JsonEncodedText.Encode(mark).ToString()];
}
