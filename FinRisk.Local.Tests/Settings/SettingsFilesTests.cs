using FinRisk.Local.Settings;
using FinRisk.Local.Tests.Harness;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;

namespace FinRisk.Local.Tests.Settings;

/// <summary>A settings file that changes while the host runs.</summary>
public sealed class SettingsFilesTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ConfigurationManager _configuration = new();
    private readonly string _file;

    public SettingsFilesTests()
    {
        _file = Path.Combine(_folder.Path, "appsettings.json");
        File.WriteAllText(_file, """{"Features":{"ScoreCache":"true"}}""");
        _configuration.AddJsonFile(
            new PhysicalFileProvider(_folder.Path), "appsettings.json", optional: true, reloadOnChange: false);
        _configuration.AddInMemoryCollection([new("Features:GracefulDegradation", "false")]);
        SettingsFiles.Watch(_configuration);
    }

    public void Dispose()
    {
        _configuration.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_change_is_seen_and_what_goes_before_the_file_still_does()
    {
        await ChangeAsync("""{"Features":{"ScoreCache":"false","GracefulDegradation":"true"}}""");
        Assert.Equal(("false", "false"), (_configuration["Features:ScoreCache"], _configuration["Features:GracefulDegradation"]));
    }

    [Fact]
    public async Task A_file_half_way_through_being_written_changes_nothing()
    {
        await ChangeAsync("""{"Features":{"ScoreCache":""");
        Assert.Equal("true", _configuration["Features:ScoreCache"]);
        await ChangeAsync("""{"Features":{"ScoreCache":"false"}}""");
        Assert.Equal("false", _configuration["Features:ScoreCache"]);
    }

    /// <summary>
    /// Writes the file and waits until the configuration has looked at it; the time stamp is moved on to be seen at once.
    /// </summary>
    private async Task ChangeAsync(string text)
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watching = ChangeToken.OnChange(((IConfiguration)_configuration).GetReloadToken, () => seen.TrySetResult());
        await File.WriteAllTextAsync(_file, text);
        File.SetLastWriteTimeUtc(_file, File.GetLastWriteTimeUtc(_file).AddSeconds(2));
        await seen.Task.WaitAsync(Patience.Long);
    }
}
