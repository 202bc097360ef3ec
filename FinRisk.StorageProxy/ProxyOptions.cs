using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace FinRisk.StorageProxy;

/// <summary>Where the proxy listens and what it passes requests on to; all on loopback.</summary>
/// <param name="ControlPort">Faults are set here.</param>
/// <param name="Ports">What the host is pointed at.</param>
/// <param name="StoragePorts">Where the emulator listens.</param>
/// <param name="Command">
/// The emulator's own command line, where the proxy is to run it so that a test can stop and start it; else empty.
/// </param>
public sealed record ProxyOptions(
    int ControlPort,
    IReadOnlyDictionary<StorageService, int> Ports,
    IReadOnlyDictionary<StorageService, int> StoragePorts,
    IReadOnlyList<string> Command)
{
    private const string Usage =
        "FinRisk.StorageProxy --control PORT --ports BLOB,QUEUE,TABLE --storage BLOB,QUEUE,TABLE [-- COMMAND OF THE EMULATOR]";

    /// <summary>Reads the command line.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="options">What it says.</param>
    /// <param name="fault">Which option is missing or wrong, and how the line is written.</param>
    public static bool TryRead(
        IReadOnlyList<string> arguments,
        [NotNullWhen(true)] out ProxyOptions? options,
        [NotNullWhen(false)] out string? fault)
    {
        options = null;
        var named = arguments.TakeWhile(argument => argument != "--").ToArray();
        if (ReadPorts(named, "--control", 1) is not [var control])
            return Refuse("--control is one port from 1 to 65535.", out fault);
        if (ReadPorts(named, "--ports", 3) is not { } ports)
            return Refuse("--ports are three ports from 1 to 65535, separated by commas.", out fault);
        if (ReadPorts(named, "--storage", 3) is not { } storage)
            return Refuse("--storage are three ports from 1 to 65535, separated by commas.", out fault);
        fault = null;
        options = new ProxyOptions(
            control, ByService(ports), ByService(storage), [.. arguments.Skip(named.Length + 1)]);
        return true;
    }

    private static bool Refuse(string what, out string fault)
    {
        fault = $"{what}\n{Usage}";
        return false;
    }

    private static int[]? ReadPorts(string[] arguments, string name, int count)
    {
        var at = Array.IndexOf(arguments, name);
        var texts = at >= 0 && at + 1 < arguments.Length ? arguments[at + 1].Split(',') : [];
        int[] ports =
        [
            .. texts.Select(
                text => ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : 0),
        ];
        return ports.Length == count && ports.All(port => port > 0) ? ports : null;
    }

    private static Dictionary<StorageService, int> ByService(int[] ports) =>
        Enum.GetValues<StorageService>().ToDictionary(service => service, service => ports[(int)service]);
}
