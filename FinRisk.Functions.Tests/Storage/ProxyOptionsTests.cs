using FinRisk.StorageProxy;

namespace FinRisk.Functions.Tests.Storage;

/// <summary>The proxy's command line.</summary>
public sealed class ProxyOptionsTests
{
    /// <summary>Everything after the two dashes is the emulator's.</summary>
    [Fact]
    public void Ports_and_command_are_read()
    {
        Assert.True(ProxyOptions.TryRead(
            ["--storage", "7,8,9", "--control", "1", "--ports", "4,5,6", "--", "node", "azurite.js", "--silent"],
            out var options,
            out _));
        Assert.Equal(1, options.ControlPort);
        Assert.Equal((4, 6), (options.Ports[StorageService.Blob], options.Ports[StorageService.Table]));
        Assert.Equal((7, 8), (options.StoragePorts[StorageService.Blob], options.StoragePorts[StorageService.Queue]));
        Assert.Equal(["node", "azurite.js", "--silent"], options.Command);
    }

    /// <summary>What is missing or wrong is named.</summary>
    [Theory]
    [InlineData("--control", "")]
    [InlineData("--control", "--control 0 --ports 4,5,6 --storage 7,8,9")]
    [InlineData("--ports", "--control 1 --ports 4,5 --storage 7,8,9")]
    [InlineData("--ports", "--control 1 --storage 7,8,9")]
    [InlineData("--storage", "--control 1 --ports 4,5,6 --storage 7,8,65536")]
    public void A_wrong_option_is_named(string option, string line)
    {
        Assert.False(ProxyOptions.TryRead(line.Split(' '), out _, out var fault));
        Assert.StartsWith(option, fault, StringComparison.Ordinal);
    }
}
