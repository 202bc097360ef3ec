using System.Net;
using System.Net.Sockets;
using FinRisk.Local.Settings;
using FinRisk.Local.Store;
using FinRisk.Local.Tests.Harness;

namespace FinRisk.Local.Tests.Hosting;

/// <summary>A start that fails ends with 1 and with words that a person can act on.</summary>
[Collection(HostGroup.Name)]
public sealed class ProgramTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_wrong_setting_is_named() => Assert.Equal(
        $"The configuration cannot be used:{Environment.NewLine}  - Local:Simulator: 'maybe' is neither true nor false; default true.{Environment.NewLine}",
        await FailAsync("--Local:Simulator=maybe"));

    [Fact]
    public async Task A_port_that_is_taken_is_named_with_the_way_out()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var url = $"http://{taken.LocalEndpoint}";
        var message = await FailAsync("--urls", url);
        Assert.Contains(url, message, StringComparison.Ordinal);
        Assert.EndsWith(
            $"Stop what listens there, or choose another address with --urls http://127.0.0.1:{{port}}.{Environment.NewLine}", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_in_use_is_named()
    {
        using var first = new Database(new LocalSettings { DataFolder = _folder.Path });
        Assert.Contains("another FinRisk.Local uses this data folder", await FailAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_named()
    {
        var file = Path.Combine(_folder.Path, "finrisk.db");
        await File.WriteAllTextAsync(file, new string('x', 5_000));
        Assert.StartsWith($"{file} cannot be used: ", await FailAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_pepper_is_named_with_the_way_out()
    {
        var keys = Directory.CreateDirectory(Path.Combine(_folder.Path, "keys"));
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "finrisk.lock"), "");
        await File.WriteAllTextAsync(Path.Combine(keys.FullName, "pepper"), "short");
        Assert.Contains("pepper is damaged. Restore it from a backup;", await FailAsync(), StringComparison.Ordinal);
    }

    private async Task<string> FailAsync(params string[] args)
    {
        var console = Console.Error;
        using var errors = new StringWriter();
        Console.SetError(errors);
        try
        {
            string[] all = ["--urls", "http://127.0.0.1:0", "--Local:DataFolder=" + _folder.Path, .. args];
            var code = await Task.Run(() => typeof(LocalHost).Assembly.EntryPoint!.Invoke(null, [all])).WaitAsync(Patience.Long);
            Assert.Equal(1, code);
            return errors.ToString();
        }
        finally
        {
            Console.SetError(console);
        }
    }
}
