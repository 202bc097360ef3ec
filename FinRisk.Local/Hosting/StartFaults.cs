using System.Net.Sockets;
using FinRisk.Local.Store;
using FinRisk.Scoring.Settings;
using Microsoft.AspNetCore.Connections;

namespace FinRisk.Local.Hosting;

/// <summary>
/// The message for a person when the host cannot start: what is wrong, and what to do. Any other fault is a bug and keeps its
/// stack.
/// </summary>
internal static class StartFaults
{
    private const string AnotherAddress = "choose another address with --urls http://127.0.0.1:{port}.";

    /// <summary>The words for a fault while the host was put together; null where it is none that a person can mend.</summary>
    public static string? DescribeBuildFault(Exception fault) => fault switch
    {
        SettingsException => fault.Message,

        // A configuration file that is no JSON: the outer message names the file, the innermost the line.
        InvalidDataException => $"{fault.Message} {fault.GetBaseException().Message} Correct the file, or move it away.",
        FormatException => $"The command line cannot be read: {fault.Message} Write settings as --Name:Part=value.",
        _ => DescribeFileFault(fault),
    };

    /// <summary>The words for a fault while it began to listen and to serve.</summary>
    public static string? DescribeRunFault(Exception fault) => fault switch
    {
        IOException { InnerException: AddressInUseException } =>
            $"urls: {fault.Message} Stop what listens there, or {AnotherAddress}",

        // A port that needs more rights, an address that this machine does not have, or one that is none.
        SocketException or FormatException => $"urls: {fault.Message} Correct it, or {AnotherAddress}",
        _ => DescribeFileFault(fault),
    };

    private static string? DescribeFileFault(Exception fault) => fault switch
    {
        UnauthorizedAccessException =>
            $"{fault.Message} Give this user the right to read and write there, or set Local:DataFolder.",
        IOException => fault.Message,
        StoreException =>
            $"The database in Local:DataFolder cannot be read. {fault.Message} Restore it from a backup, or move it away.",
        _ => null,
    };
}
